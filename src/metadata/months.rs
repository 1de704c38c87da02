//! Words of dates: names of months and weekdays in the languages that dehusk reads, and of time zones.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

/// Names of the months: full, as they stand in a date (genitive), and shortened, in lower case without a final dot.
///
/// English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish (and Danish, Norwegian), Polish, Czech,
/// Turkish, Russian, Ukrainian, Arabic, Greek, Hindi, Thai, Bengali, Tamil and others. No name means two months among
/// these languages.
#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &[
        "january", "jan", "januar", "jänner", "janvier", "janv", "enero", "ene", "gennaio", "gen", "janeiro",
        "januari", "stycznia", "styczeń", "sty", "ledna", "leden", "led", "ocak", "oca", "января", "январь", "янв",
        "січня", "січень", "січ", "يناير",
        "tammikuuta", "január", "ianuarie", "ιανουαρίου", "януари", "siječnja", "januara", "јануар", "јануара",
        "januára", "januarja", "sausio", "janvāris", "janvārī", "jaanuar", "gener", "ינואר", "בינואר",
        "ιαν", "जनवरी", "जन",
        "มกราคม", "জানুয়ারি", "জানুয়ারি", "জানুয়ারী", "জানুয়ারী", "ஜனவரி",
    ],
    &[
        "february", "feb", "febr", "februar", "feber", "février", "fevrier", "févr", "fév", "febrero", "febbraio",
        "fevereiro", "fev", "februari", "lutego", "luty", "lut", "února", "únor", "úno", "şubat", "şub", "февраля",
        "февраль", "фев", "февр", "лютого", "лютий", "лют", "فبراير", "شباط",
        "helmikuuta", "február", "februarie", "φεβρουαρίου", "февруари", "veljače", "februara", "фебруар",
        "фебруара", "februára", "februarja", "vasario", "februāris", "februārī", "veebruar", "febrer", "פברואר",
        "בפברואר",
        "φεβ", "फ़रवरी", "फरवरी", "फ़र", "फर",
        "กุมภาพันธ์", "ফেব্রুয়ারি", "ফেব্রুয়ারি", "ফেব্রুয়ারী", "ফেব্রুয়ারী", "பிப்ரவரி",
    ],
    &[
        "march", "mar", "märz", "maerz", "mär", "mrz", "mars", "marzo", "março", "marco", "maart", "mrt", "marca",
        "marzec", "března", "březen", "bře", "mart", "марта", "март", "мар", "березня", "березень", "бер", "مارس",
        "آذار",
        "maaliskuuta", "marts", "március", "martie", "μαρτίου", "ožujka", "kovo", "martā", "märts", "març", "maret",
        "מרץ", "במרץ",
        "μαρ", "μάρ", "मार्च",
        "มีนาคม", "মার্চ", "மார்ச்", "mac",
    ],
    &[
        "april", "apr", "avril", "avr", "abril", "abr", "aprile", "kwietnia", "kwiecień", "kwi", "dubna", "duben",
        "dub", "nisan", "nis", "апреля", "апрель", "апр", "квітня", "квітень", "квіт", "أبريل", "ابريل", "نيسان",
        "huhtikuuta", "április", "aprilie", "απριλίου", "април", "travnja", "aprila", "априла", "apríla",
        "balandžio", "aprīlis", "aprīlī", "aprill", "אפריל", "באפריל",
        "απρ", "अप्रैल",
        "เมษายน", "এপ্রিল", "ஏப்ரல்",
    ],
    &[
        "may", "mai", "mayo", "maggio", "mag", "maio", "mei", "maj", "maja", "května", "květen", "kvě", "mayıs",
        "мая", "май", "травня", "травень", "трав", "مايو", "أيار",
        "toukokuuta", "május", "μαΐου", "μαίου", "svibnja", "мај", "маја", "mája", "gegužės", "maijs", "maijā",
        "maig", "מאי", "במאי",
        "μαΐ", "μάι", "μαϊ", "मई",
        "พฤษภาคม", "মে", "மே",
    ],
    &[
        "june", "jun", "juni", "juin", "junio", "giugno", "giu", "junho", "czerwca", "czerwiec", "cze", "června",
        "červen", "čer", "haziran", "haz", "июня", "июнь", "июн", "червня", "червень", "черв", "يونيو", "حزيران",
        "kesäkuuta", "június", "iunie", "ιουνίου", "юни", "lipnja", "juna", "јун", "јуна", "júna", "junija",
        "birželio", "jūnijs", "jūnijā", "juuni", "juny", "יוני", "ביוני",
        "ιουν", "ιούν", "जून",
        "มิถุนายน", "জুন", "ஜூன்",
    ],
    &[
        "july", "jul", "juli", "juillet", "juil", "julio", "luglio", "lug", "julho", "lipca", "lipiec", "lip",
        "července", "červenec", "čvc", "temmuz", "tem", "июля", "июль", "июл", "липня", "липень", "лип", "يوليو",
        "تموز",
        "heinäkuuta", "július", "iulie", "ιουλίου", "юли", "srpnja", "jula", "јул", "јула", "júla", "liepos",
        "jūlijs", "jūlijā", "juuli", "juliol", "יולי", "ביולי",
        "ιουλ", "ιούλ", "जुलाई", "जुल",
        "กรกฎาคม", "জুলাই", "ஜூலை", "julai",
    ],
    &[
        "august", "aug", "août", "aout", "agosto", "ago", "augustus", "augusti", "sierpnia", "sierpień", "sie",
        "srpna", "srpen", "srp", "ağustos", "ağu", "августа", "август", "авг", "серпня", "серпень", "серп", "أغسطس",
        "اغسطس", "آب",
        "elokuuta", "augusztus", "αυγούστου", "kolovoza", "avgusta", "rugpjūčio", "augusts", "augustā", "agost",
        "agustus", "אוגוסט", "באוגוסט",
        "αυγ", "αύγ", "अगस्त", "अग",
        "สิงหาคม", "আগস্ট", "আগষ্ট", "ஆகஸ்ட்", "ஆகஸ்டு", "ogos",
    ],
    &[
        "september", "sep", "sept", "septembre", "septiembre", "setiembre", "set", "settembre", "sett", "setembro",
        "września", "wrzesień", "wrz", "září", "zář", "eylül", "eyl", "сентября", "сентябрь", "сен", "сент",
        "вересня", "вересень", "вер", "سبتمبر", "أيلول",
        "syyskuuta", "szeptember", "septembrie", "σεπτεμβρίου", "септември", "rujna", "septembra", "септембар",
        "септембра", "rugsėjo", "septembris", "septembrī", "setembre", "ספטמבר", "בספטמבר",
        "σεπ", "σεπτ", "सितंबर", "सितम्बर", "सित",
        "กันยายน", "সেপ্টেম্বর", "செப்டம்பர்",
    ],
    &[
        "october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "ott", "outubro", "out", "października",
        "październik", "paź", "října", "říjen", "říj", "ekim", "eki", "октября", "октябрь", "окт", "жовтня",
        "жовтень", "жовт", "أكتوبر", "اكتوبر",
        "lokakuuta", "október", "octombrie", "οκτωβρίου", "октомври", "oktobra", "октобар", "октобра", "októbra",
        "spalio", "oktobris", "oktobrī", "oktoober", "אוקטובר", "באוקטובר",
        "οκτ", "अक्टूबर", "अक्तूबर", "अक्टू",
        "ตุลาคม", "অক্টোবর", "அக்டோபர்",
    ],
    &[
        "november", "nov", "novembre", "noviembre", "novembro", "listopada", "listopad", "listopadu", "lis", "kasım",
        "kas", "ноября", "ноябрь", "ноя", "нояб", "листопада", "лист", "نوفمبر",
        "marraskuuta", "noiembrie", "νοεμβρίου", "ноември", "studenoga", "studenog", "novembra", "новембар",
        "новембра", "lapkričio", "novembris", "novembrī", "נובמבר", "בנובמבר",
        "νοε", "νοέ", "नवंबर", "नवम्बर", "नव",
        "พฤศจิกายน", "নভেম্বর", "நவம்பர்",
    ],
    &[
        "december", "dec", "dezember", "dez", "décembre", "decembre", "déc", "diciembre", "dic", "dicembre",
        "dezembro", "grudnia", "grudzień", "gru", "prosince", "prosinec", "pro", "aralık", "ara", "декабря",
        "декабрь", "дек", "грудня", "грудень", "груд", "ديسمبر",
        "joulukuuta", "desember", "decembrie", "δεκεμβρίου", "декември", "prosinca", "decembra", "децембар",
        "децембра", "gruodžio", "decembris", "decembrī", "detsember", "desembre", "דצמבר", "בדצמבר",
        "δεκ", "दिसंबर", "दिसम्बर", "दिस",
        "ธันวาคม", "ডিসেম্বর", "டிசம்பர்", "disember",
    ],
];

/// Weekdays, full and shortened, in lower case without a final dot.
#[rustfmt::skip]
const WEEKDAYS: &[&str] = &[
    "monday", "mon", "tuesday", "tue", "tues", "wednesday", "wed", "thursday", "thu", "thur", "thurs", "friday",
    "fri", "saturday", "sat", "sunday", "sun", "montag", "mo", "dienstag", "di", "mittwoch", "mi", "donnerstag",
    "do", "freitag", "fr", "samstag", "sonnabend", "sa", "sonntag", "so", "lundi", "mardi", "mercredi", "jeudi",
    "vendredi", "samedi", "dimanche", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo",
    "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica", "segunda", "terça", "quarta",
    "quinta", "sexta", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "maandag",
    "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "måndag", "tisdag", "onsdag", "torsdag",
    "fredag", "lördag", "söndag", "poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela",
    "pondělí", "úterý", "středa", "čtvrtek", "pátek", "neděle", "pazartesi", "salı", "çarşamba", "perşembe", "cuma",
    "cumartesi", "pazar", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье",
    "понеділок", "вівторок", "середа", "четвер", "п'ятниця", "субота", "неділя",
    "mandag", "tirsdag", "lørdag", "søndag", "maanantai", "tiistai", "keskiviikko", "torstai", "perjantai",
    "lauantai", "sunnuntai", "hétfő", "kedd", "szerda", "csütörtök", "péntek", "szombat", "vasárnap", "luni",
    "marți", "marţi", "miercuri", "joi", "vineri", "sâmbătă", "duminică", "δευτέρα", "τρίτη", "τετάρτη", "πέμπτη",
    "παρασκευή", "σάββατο", "κυριακή", "сряда", "четвъртък", "петък", "събота", "ponedjeljak", "utorak", "srijeda",
    "četvrtak", "petak", "subota", "nedjelja", "ponedeljak", "sreda", "nedelja", "понедељак", "уторак", "четвртак",
    "петак", "недеља", "pondelok", "utorok", "streda", "štvrtok", "piatok", "nedeľa", "ponedeljek", "torek",
    "četrtek", "pirmadienis", "antradienis", "trečiadienis", "ketvirtadienis", "penktadienis", "šeštadienis",
    "sekmadienis", "pirmdiena", "otrdiena", "trešdiena", "ceturtdiena", "piektdiena", "sestdiena", "svētdiena",
    "esmaspäev", "teisipäev", "kolmapäev", "neljapäev", "reede", "laupäev", "pühapäev", "dilluns", "dimarts",
    "dimecres", "dijous", "divendres", "dissabte", "diumenge", "senin", "selasa", "rabu", "kamis", "jumat", "sabtu",
    "minggu", "الاثنين", "الإثنين", "الثلاثاء", "الأربعاء", "الاربعاء", "الخميس", "الجمعة", "السبت", "الأحد",
    "الاحد",
    "δευ", "τρι", "τετ", "πεμ", "παρ", "σαβ", "κυρ", "सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार",
    "रविवार", "月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日", "星期一", "星期二", "星期三", "星期四", "星期五",
    "星期六", "星期日", "星期天", "周一", "周二", "周三", "周四", "周五", "周六", "周日", "週一", "週二", "週三", "週四", "週五", "週六",
    "週日", "월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일",
    "วันจันทร์", "วันจันทร์ที่", "วันอังคาร", "วันอังคารที่", "วันพุธ", "วันพุธที่", "วันพฤหัสบดี", "วันพฤหัสบดีที่", "วันศุกร์", "วันศุกร์ที่", "วันเสาร์", "วันเสาร์ที่", "วันอาทิตย์", "วันอาทิตย์ที่", "شنبه", "یکشنبه", "یک‌شنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "پنج‌شنبه", "جمعه",
];

/// Weekdays of one sign, which are such only in brackets.
const WEEKDAY_SIGNS: &str = "月火水木金土日一二三四五六월화수목금토일";

/// Offsets of time zones by name, in minutes; `None` where the name is known but means several offsets.
const ZONES: &[(&str, Option<i32>)] = &[
    ("z", Some(0)),
    ("utc", Some(0)),
    ("gmt", Some(0)),
    ("est", Some(-300)),
    ("edt", Some(-240)),
    ("cdt", Some(-300)),
    ("mst", Some(-420)),
    ("mdt", Some(-360)),
    ("pst", Some(-480)),
    ("pdt", Some(-420)),
    ("cet", Some(60)),
    ("cest", Some(120)),
    ("mez", Some(60)),
    ("mesz", Some(120)),
    ("eet", Some(120)),
    ("eest", Some(180)),
    ("msk", Some(180)),
    ("jst", Some(540)),
    ("kst", Some(540)),
    ("aest", Some(600)),
    ("aedt", Some(660)),
    ("bst", None),
    ("cst", None),
    ("ist", None),
    ("et", None),
    ("ct", None),
    ("mt", None),
    ("pt", None),
];

/// Number of the month of this name (lower case), 1 to 12.
pub(super) fn month(name: &str) -> Option<i8> {
    static NUMBERS: LazyLock<HashMap<&str, i8, FxBuildHasher>> = LazyLock::new(|| {
        let numbered = (1..).zip(MONTHS).flat_map(|(number, names)| names.iter().map(move |name| (*name, number)));
        numbered.collect()
    });
    NUMBERS.get(name).copied()
}

/// Whether this is the name of a weekday (lower case).
pub(super) fn is_weekday(name: &str) -> bool {
    static NAMES: LazyLock<HashSet<&str, FxBuildHasher>> = LazyLock::new(|| WEEKDAYS.iter().copied().collect());
    NAMES.contains(name)
}

/// Whether this is the sign of a weekday.
pub(super) fn is_weekday_sign(sign: &str) -> bool {
    sign.chars().count() == 1 && WEEKDAY_SIGNS.contains(sign)
}

/// Offset of the time zone of this name (lower case) in minutes; the inner `None` for an ambiguous one.
pub(super) fn zone(name: &str) -> Option<Option<i32>> {
    ZONES.iter().find(|(known, _)| *known == name).map(|&(_, minutes)| minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_means_two_months() {
        for (number, names) in (1..).zip(MONTHS) {
            for name in names {
                assert_eq!(month(name), Some(number), "{name}");
                assert_eq!(*name, name.to_lowercase());
            }
        }
        assert_eq!(month("smarch"), None);
    }

    #[test]
    fn weekdays_and_zones() {
        assert!(is_weekday("donnerstag") && !is_weekday("someday"));
        assert!(is_weekday_sign("木") && !is_weekday_sign("木曜") && !is_weekday_sign("本"));
        assert_eq!(zone("cest"), Some(Some(120)));
        assert_eq!(zone("ist"), Some(None));
        assert_eq!(zone("the"), None);
    }
}
