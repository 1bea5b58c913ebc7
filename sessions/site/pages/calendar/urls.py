"""Addresses of the public calendar: pages, feeds and posters."""

from django.urls import path

from sessions.site.pages.calendar import feeds, news, own_address, posters
from sessions.site.pages.calendar import months as calendar

urlpatterns = [
    path("calendar/", calendar.calendar_month_page, name="calendar"),
    path("calendar/<month:first_on>/", calendar.calendar_month_page, name="calendar_month"),
    path("calendar/<year:year>/", calendar.calendar_year_page, name="calendar_year"),
    path("wards/<int:number>/calendar/", calendar.calendar_ward_page, name="ward_calendar"),
    path("calendar/borough.ics", feeds.borough_calendar, name="borough_feed"),
    path("calendar/ward-<int:number>.ics", feeds.ward_calendar, name="ward_feed"),
    path("wards/<int:number>/calendar.ics", feeds.ward_calendar),
    path("calendar/chats/<uuid:chat_session_id>.ics", feeds.chat_calendar, name="chat_feed"),
    path("my-ward.ics", feeds.my_ward_calendar, name="my_ward_feed"),
    path("my-ward/<str:token>.ics", feeds.own_calendar, name="own_feed"),
    path("me/calendar-address/", own_address.change_address, name="own_address"),
    path("feeds/borough.atom", news.borough_news, name="borough_news"),
    path("calendar/feed.atom", news.borough_news),
    path("feeds/ward-<int:number>.atom", news.ward_news, name="ward_news"),
    path("feeds/ward-<int:number>.json", news.ward_json, name="ward_json_feed"),
    path("wards/<int:number>/feed.atom", news.ward_news),
    path("wards/<int:number>/poster/<month:first_on>/", posters.poster, name="poster"),
    path("w/<int:number>", posters.short_address, name="short_address"),
    path("w/<int:number>/", posters.short_address),
]
