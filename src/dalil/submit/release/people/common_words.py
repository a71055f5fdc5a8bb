"""Words of any text that sound like names: they are one only where the name is spelled the same.

Function words and the most frequent others of English, Arabic and Russian, written down by hand. A word that is
missing here costs a word too many hidden, one too many costs nothing where the name is spelled as the case has it.
"""

from __future__ import annotations

__all__ = ["COMMON"]

_ENGLISH = """
a about after again against ago all almost also although always am among an and any are around as ask at away back be
became because been before began behind being below between both bring brought but by call called came can come could
day did died do does done down during each early east either else end enough even ever every far few find fire fired
first for found from full further gave get give given go gone good got had half hand has have he head heard held help
her here high him his hit home hour hours house how however i if in inside into is it its just keep killed knew know
known last late later least left less like line little long look lost low made main make man many may me men might
minutes month more morning most much must my near never new next night no noon nor north not nothing now of off often
old on once one only open or other our out outside over own part people place put quite ran rather read reached rest
road said same saw say second see seen seven several shall she should side since six small so some soon south stay still
street such take taken ten than that the their them then there these they thing this those though three through time to
today together told too took town toward two under until up upon us very village walls want was water way we week well
went were west what when where which while who whole whom whose why wife will with within without work would year yet
you young your are residents reports report source sources states stated according unknown male female name family aged
"""
_ARABIC = """
في من على الى إلى عن مع كان كانت قال قالت هذا هذه ذلك تلك التي الذي الذين كل بعد قبل عند حتى ثم او أو لا ما لم لن قد كما
بين أن ان إن انه أنه انها أنها هو هي هم نحن كنا وكان وكانت حيث منذ خلال ضمن نحو حول فوق تحت امام أمام خلف قرب داخل خارج
يوم ليلة ساعة صباح مساء ظهر شهر سنة عام اليوم الساعة الصباح المساء الظهر الشهر العام أحد احد جدا غير بعض جميع عدة عدد
اكثر أكثر اقل أقل اول أول اخر آخر ثاني ثالث شخص اشخاص أشخاص مدني مدنيين مدنيون قتل قتلى جرح جرحى قصف غارة غارات طيران
منزل منازل بيت بيوت شارع حي قرية بلدة مدينة منطقة ريف شمال جنوب شرق غرب مشفى مستشفى مدرسة مسجد سوق له لها لهم به بها فيه
فيها منه منها عليه عليها إليه إليها لكن لأن اذا إذا لو هناك هنا عندما بينما كذلك ايضا أيضا دون بدون سوى سد
"""
_RUSSIAN = """
в во на и с со к ко по за из от до у о об не что как это был была было были он она они мы вы я его её их ему ей им так
же но а или если когда где кто при для под над без после перед между через около дом дома день час часа утро утром вечер
вечером ночь ночью город улица район село удар удары самолёт самолет погиб погибли ранен ранены человек людей там тут
"""

COMMON = frozenset(f"{_ENGLISH} {_ARABIC} {_RUSSIAN}".split())
"""In small letters."""
