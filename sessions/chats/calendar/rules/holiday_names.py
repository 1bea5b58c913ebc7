"""Names of the public holidays of West Bengal, as the package `holidays` writes them in English, for the catalogues."""

from sessions.platform.text.by_language import pgettext, pgettext_lazy

ESTIMATED = "(estimated)"
_BETWEEN = "; "


def holiday_name(english: str) -> str:
    """The name in the active language; several of one day stay in their order. An unknown one stays English."""
    return _BETWEEN.join(_one_name(name) for name in english.split(_BETWEEN))


def _one_name(english: str) -> str:
    if english.endswith(ESTIMATED):
        name = english.removesuffix(ESTIMATED).strip()
        return pgettext("holiday", "{name} (estimated)").format(name=pgettext("holiday", name))
    return pgettext("holiday", english)


HOLIDAYS = (
    pgettext_lazy("holiday", "Bahag Bihu"),
    pgettext_lazy("holiday", "Basant Panchami"),
    pgettext_lazy("holiday", "Basant Panchami / Shri Panchami"),
    pgettext_lazy("holiday", "Bhai Duj"),
    pgettext_lazy("holiday", "Birsa Munda's Jayanti"),
    pgettext_lazy("holiday", "Buddha Purnima"),
    pgettext_lazy("holiday", "Chaitra Sukladi"),
    pgettext_lazy("holiday", "Cheti Chand"),
    pgettext_lazy("holiday", "Chhath Puja"),
    pgettext_lazy("holiday", "Christmas"),
    pgettext_lazy("holiday", "Christmas Eve"),
    pgettext_lazy("holiday", "Deepavali (South India)"),
    pgettext_lazy("holiday", "Diwali (Deepavali)"),
    pgettext_lazy("holiday", "Dolyatra"),
    pgettext_lazy("holiday", "Dr. B. R. Ambedkar's Jayanti"),
    pgettext_lazy("holiday", "Dussehra (Mahanavami)"),
    pgettext_lazy("holiday", "Dussehra (Mahashtami)"),
    pgettext_lazy("holiday", "Dussehra (Saptami)"),
    pgettext_lazy("holiday", "Easter Sunday"),
    pgettext_lazy("holiday", "Ganesh Chaturthi"),
    pgettext_lazy("holiday", "Ganesh Chaturthi / Vinayak Chaturthi"),
    pgettext_lazy("holiday", "Good Friday"),
    pgettext_lazy("holiday", "Govardhan Puja"),
    pgettext_lazy("holiday", "Gudi Padwa"),
    pgettext_lazy("holiday", "Guru Gobind Singh's Jayanti"),
    pgettext_lazy("holiday", "Guru Nanak's Jayanti"),
    pgettext_lazy("holiday", "Guru Rabindranath's Jayanti"),
    pgettext_lazy("holiday", "Guru Ravi Das's Jayanti"),
    pgettext_lazy("holiday", "Guru Tegh Bahadur's Shaheedi Diwas"),
    pgettext_lazy("holiday", "Hazarat Ali's Birthday"),
    pgettext_lazy("holiday", "Holi"),
    pgettext_lazy("holiday", "Holika Dahan"),
    pgettext_lazy("holiday", "Id-ul-Fitr"),
    pgettext_lazy("holiday", "Id-ul-Zuha (Bakrid)"),
    pgettext_lazy("holiday", "Independence Day"),
    pgettext_lazy("holiday", "Jamat-Ul-Vida"),
    pgettext_lazy("holiday", "Janmashtami (Smarta)"),
    pgettext_lazy("holiday", "Janmashtami (Vaishnava)"),
    pgettext_lazy("holiday", "Kali Puja"),
    pgettext_lazy("holiday", "Karaka Chaturthi (Karwa Chouth)"),
    pgettext_lazy("holiday", "Lohri"),
    pgettext_lazy("holiday", "Magh Bihu"),
    pgettext_lazy("holiday", "Maha Shivaratri"),
    pgettext_lazy("holiday", "Mahalaya"),
    pgettext_lazy("holiday", "Mahanavami"),
    pgettext_lazy("holiday", "Maharshi Valmiki's Jayanti"),
    pgettext_lazy("holiday", "Mahasaptami"),
    pgettext_lazy("holiday", "Mahashtami"),
    pgettext_lazy("holiday", "Mahatma Gandhi's Jayanti"),
    pgettext_lazy("holiday", "Mahavir Jayanti"),
    pgettext_lazy("holiday", "Makar Sankranti"),
    pgettext_lazy("holiday", "May Day"),
    pgettext_lazy("holiday", "Meshadi (Tamil New Year's Day)"),
    pgettext_lazy("holiday", "Milad-un-Nabi"),
    pgettext_lazy("holiday", "Muharram"),
    pgettext_lazy("holiday", "Naraka Chaturdashi"),
    pgettext_lazy("holiday", "Netaji Subhas Chandra Bose's Jayanti"),
    pgettext_lazy("holiday", "New Year's Day"),
    pgettext_lazy("holiday", "Onam"),
    pgettext_lazy("holiday", "Parsi New Year"),
    pgettext_lazy("holiday", "Pohela Boishakh"),
    pgettext_lazy("holiday", "Pongal"),
    pgettext_lazy("holiday", "Pratihar Shashthi or Surya Shashthi (Chhath Puja)"),
    pgettext_lazy("holiday", "Rabindranath Tagore's Jayanti"),
    pgettext_lazy("holiday", "Raksha Bandhan"),
    pgettext_lazy("holiday", "Ram Navami"),
    pgettext_lazy("holiday", "Rath Yatra"),
    pgettext_lazy("holiday", "Republic Day"),
    pgettext_lazy("holiday", "Shivaji's Jayanti"),
    pgettext_lazy("holiday", "Shri Panchami"),
    pgettext_lazy("holiday", "Swami Dayanand Saraswati's Jayanti"),
    pgettext_lazy("holiday", "Swami Vivekananda's Jayanti"),
    pgettext_lazy("holiday", "Ugadi"),
    pgettext_lazy("holiday", "Vaisakhadi"),
    pgettext_lazy("holiday", "Vaisakhi"),
    pgettext_lazy("holiday", "Vijayadashami"),
    pgettext_lazy("holiday", "Vinayak Chaturthi"),
    pgettext_lazy("holiday", "Vishu"),
)
"""Marked for translation. A holiday that the package names anew is missing here, and reads in English until then."""
