"""Accusations of a private person are found; complaints about crimes, and about offices, pass."""

from tests.moderation.checks.flagged import flagged, flagged_by
from tests.running.tables import table

FOUND = [
    ("Ramesh Das is a thief.", "Ramesh Das is a thief"),
    ("My neighbour is a thief and everybody knows it", "neighbour is a thief"),
    ("Mr. Ghosh took bribes", "Mr. Ghosh took bribes"),
    ("Mr Sukumar Saha has cheated us", "Mr Sukumar Saha has cheated"),
    ("Ramesh stole the lamp", "Ramesh stole"),
    ("Bapi is extorting the shops", "Bapi is extorting"),
    ("Mr. Sen is a drug dealer.", "Mr. Sen is a drug dealer"),
    ("that thief Ramesh Das lives here", "thief Ramesh Das"),
    ("রমেশ দাস একজন চোর।", "রমেশ দাস একজন চোর"),
    ("রমেশবাবু চোর", "রমেশবাবু চোর"),
    ("আমার প্রতিবেশী ঘুষ নেয়", "প্রতিবেশী ঘুষ"),
    ("শ্রী বিমল সাহা একটা প্রতারক", "শ্রী বিমল সাহা একটা প্রতারক"),
    ("রমেশ একজন চোর।", "রমেশ একজন চোর"),
    ("রতন দাস টাকা চুরি করেছে", "রতন দাস টাকা চুরি"),
    ("शर्मा जी चोर है", "शर्मा जी चोर"),
    ("मेरा पड़ोसी चोर है", "पड़ोसी चोर"),
    ("राजेश गुप्ता ने रिश्वत ली", "राजेश गुप्ता ने रिश्वत"),
    ("राजू चोर है", "राजू चोर"),
    ("रमेश यादव ने पैसे चुराए", "रमेश यादव ने पैसे चुराए"),
    ("شرما صاحب چور ہے", "شرما صاحب چور"),
    ("میرا پڑوسی چور ہے", "پڑوسی چور"),
    ("اسلم خان نے رشوت لی", "اسلم خان نے رشوت"),
    ("Ramesh babu ekta chor", "Ramesh babu ekta chor"),
    ("amar protibeshi ghush ney", "protibeshi ghush"),
    ("ramesh ekjon chor", "ramesh ekjon chor"),
    ("ratan das chor", "ratan das chor"),
    ("Sharma ji chor hai", "Sharma ji chor"),
    ("mera padosi chor hai", "padosi chor"),
    ("Rakesh Gupta ne rishwat li", "Rakesh Gupta ne rishwat"),
]
PASSES = [
    "There are thieves in our lane at night.",
    "Thieves stole the manhole cover near Mr Das's house.",
    "Mr Das was cheated by a contractor.",
    "A thief was caught in Ghosh Para.",
    "The councillor is a thief.",
    "The police took bribes.",
    "He is a thief.",
    "Dumping is a criminal offence, is it not?",
    "Which officer asks for bribes?",
    "Ramesh Das is a teacher.",
    "এলাকায় চোরের উপদ্রব বেড়েছে।",
    "কাল রাতে চোর এসেছিল।",
    "কাউন্সিলর ঘুষ নেন?",
    "দাসবাবুর সাইকেল চুরি হয়েছে।",
    "জল চুরি করে কারা?",
    "মেয়র একজন চোর।",
    "मोहल्ले में चोरी बढ़ गई है",
    "यहाँ चोर है",
    "दास जी के घर चोरी हुई",
    "पुलिस रिश्वत लेती है",
    "محلے میں چوری بڑھ گئی ہے",
    "یہاں چور ہے",
    "پولیس رشوت لیتی ہے",
    "paray chor er upodrob bereche",
    "police ghush ney",
    "mohalle mein chor hai",
    "mohalle mein das chor aaye",
    "police rishwat leti hai",
]


@table(("text", "piece"), FOUND)
def test_an_accusation_is_found(text: str, piece: str) -> None:
    assert flagged(text, "accusation") == [piece]


@table("text", PASSES)
def test_a_complaint_about_a_crime_or_an_office_passes(text: str) -> None:
    assert flagged_by(text) == []
