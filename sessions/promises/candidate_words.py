"""The words by which promises and days are marked, in four languages and in Latin letters, with bars between them."""

MONTH_NAMES: dict[int, str] = {
    1: "january | jan | জানুয়ারি | জানুয়ারী | जनवरी | جنوری | janvari | janwari",
    2: "february | feb | ফেব্রুয়ারি | ফেব্রুয়ারী | फ़रवरी | फरवरी | فروری | farvari",
    3: "march | mar | মার্চ | मार्च | مارچ",
    4: "april | apr | এপ্রিল | अप्रैल | اپریل",
    5: "may | মে | मई | مئی | mei | mai",
    6: "june | jun | জুন | जून | جون",
    7: "july | jul | জুলাই | जुलाई | جولائی | julai",
    8: "august | aug | আগস্ট | অগস্ট | अगस्त | اگست | agast",
    9: "september | sept | sep | সেপ্টেম্বর | सितंबर | सितम्बर | ستمبر | sitambar",
    10: "october | oct | অক্টোবর | अक्टूबर | اکتوبر | aktubar",
    11: "november | nov | নভেম্বর | नवंबर | नवम्बर | نومبر | navambar",
    12: "december | dec | ডিসেম্বর | दिसंबर | दिसम्बर | دسمبر | disambar",
}
"""By number. The forms of letters with a dot below, composed or not, are made from these (candidates.py)."""

SPANS: dict[int, str] = {
    1: """
day | days | দিন | দিনের | দিনে | दिन | दिनों | دن | دنوں | din | diner | dine | dinon
""",
    7: """
week | weeks | সপ্তাহ | সপ্তাহের | সপ্তাহে | हफ्ते | हफ्तों | सप्ताह | ہفتے | ہفتوں | hafte | hafton
saptaho | soptaho | soptaher | saptaher
""",
}
"""By how many days each has."""

WITHIN_PHRASES = "within | in | the next | next | আগামী | अगले | अगली | اگلے | agle | agami"
INSIDE = """
মধ্যে | ভিতরে | ভেতরে | में | के भीतर | के अंदर | میں | کے اندر
moddhe | modhye | mein | me | ke andar | ke bhitar
"""

PROMISE_PHRASES = """
i will | we will | will be | will have | we'll | i'll | shall | i promise | we promise | promise
we are going to | is going to be
| করা হবে | করে দেব | করে দেবো | করে দেওয়া হবে | করব | করবো | হয়ে যাবে | হবে | দেওয়া হবে | বসানো হবে
সারানো হবে | কথা দিচ্ছি | প্রতিশ্রুতি
| हो जाएगा | हो जायेगा | हो जाएगी | हो जायेगी | हो जाएंगे | होगा | होगी | होंगे | किया जाएगा | किया जायेगा
कर दिया जाएगा | कर देंगे | करेंगे | करूंगा | करूंगी | करवा देंगे | लगाया जाएगा | दिया जाएगा | वादा | वचन
| ہو جائے گا | ہو جائے گی | ہو جائیں گے | ہوگا | ہو گا | ہوگی | کیا جائے گا | کر دیا جائے گا | کر دیں گے
کریں گے | کروں گا | کروں گی | لگایا جائے گا | وعدہ
| kora hobe | kore debo | kore deoa hobe | hoye jabe | hobe | korbo | katha dicchi | kotha dichchi
| ho jayega | ho jaega | ho jaayega | ho jayegi | hoga | hogi | kiya jayega | kar diya jayega | kar denge
karenge | karunga | karungi | vaada | wada
"""

VAGUE_TIMES = """
before the puja | before puja | before durga puja | before eid | before diwali | before the rains
before the monsoon | by monday | by tuesday | by wednesday | by thursday | by friday | by saturday
by sunday | next week | next month | this week | this month | this year | tomorrow | as soon as possible
by the end of the month | by the end of the year
| পুজোর আগে | পূজোর আগে | পূজার আগে | ঈদের আগে | বর্ষার আগে | আগামী মাসে | আগামী সপ্তাহে | এই মাসে | এ মাসে
আগামীকাল
| पूजा से पहले | पूजा के पहले | दिवाली से पहले | ईद से पहले | बरसात से पहले | बारिश से पहले | अगले महीने
अगले हफ्ते | इस महीने | कल तक
| عید سے پہلے | پوجا سے پہلے | بارش سے پہلے | برسات سے پہلے | اگلے مہینے | اگلے ہفتے | اس مہینے | کل تک
| pujor age | pujar age | borshar age | eider age | puja se pehle | barsaat se pehle | barish se pehle
eid se pehle | agle mahine | agle hafte | agami mase | agami soptahe
"""
"""Times without a date: people say which day is meant."""
