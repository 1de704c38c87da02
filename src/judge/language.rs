//! Which language a text is in, as far as the letters tell.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use whatlang::{Lang, Script};

/// A language and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detected {
    /// ISO 639-1 code where there is one, else ISO 639-3.
    pub code: &'static str,
    /// 0 to 1.
    pub score: f32,
}

/// Characters that are looked at. More do not change the answer, only its price.
const SAMPLE: usize = 4_000;

/// Letters below which nothing is said: a headline can be in any language.
const FEWEST_LETTERS: usize = 20;

/// Score below which nothing is said. Chosen by hand: among close relatives (Danish and Norwegian, Croatian
/// and Serbian) less is no better than a coin.
const LEAST_SCORE: f64 = 0.5;

/// Detects the language of a document from its blocks, in their order.
///
/// The longest blocks speak for it, as they are its running text; the same blocks give the same answer.
/// `None` where there are too few letters or none of the languages stands out.
pub fn detect<'t>(texts: impl Iterator<Item = &'t str>) -> Option<Detected> {
    Detector::default().detect(texts)
}

/// Detects the language of one document as often as it changes; what speaks for it seldom does.
#[derive(Debug, Default)]
pub struct Detector {
    last: Option<(String, Option<Detected>)>,
}

impl Detector {
    /// As [`detect`].
    pub fn detect<'t>(&mut self, texts: impl Iterator<Item = &'t str>) -> Option<Detected> {
        // The marker of a list item, which plain text shows and a page does not, must not make a difference.
        let sample = sample(texts.map(|text| text.trim_matches(|c: char| !c.is_alphabetic())).collect());
        match &self.last {
            Some((last, detected)) if *last == sample => *detected,
            _ => self.last.insert((sample.clone(), of_sample(&sample))).1,
        }
    }
}

fn of_sample(sample: &str) -> Option<Detected> {
    if let Some(code) = by_small_words(sample) {
        return Some(Detected { code, score: 1.0 });
    }
    if sample.chars().filter(|c| c.is_alphabetic()).take(FEWEST_LETTERS).count() < FEWEST_LETTERS {
        return None;
    }
    if let Some(detected) = by_signs(sample) {
        return Some(detected);
    }
    let info = whatlang::detect(sample)?;
    if info.script() == Script::Hebrew && !sample.contains(is_yiddish) {
        return Some(Detected { code: "he", score: 1.0 });
    }
    if info.confidence() < LEAST_SCORE {
        return None;
    }
    let score = (info.confidence() * 100.0).round() / 100.0;
    Some(Detected { code: code(info.lang()), score: score as f32 })
}

/// Letters of an alphabet that say about as much as one sign of Chinese or Japanese or one syllable of Korean.
const LETTERS_A_SIGN: usize = 4;

/// Signs of which one must be kana for a text to be Japanese rather than Chinese.
const SIGNS_A_KANA: usize = 20;

/// The language of a text that is written in signs for words and syllables, whatever names of products and commands stand
/// in it: such a text has more letters of those than it has signs. The score is the share of what the signs say.
fn by_signs(text: &str) -> Option<Detected> {
    let (mut han, mut kana, mut hangul, mut others) = (0, 0, 0, 0);
    for c in text.chars().filter(|c| !c.is_ascii() || c.is_ascii_alphabetic()) {
        match c {
            '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => han += 1,
            '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{FF66}'..='\u{FF9D}' => kana += 1,
            '\u{AC00}'..='\u{D7A3}' => hangul += 1,
            _ => others += usize::from(c.is_alphabetic()),
        }
    }
    let signs = han + kana + hangul;
    let said = signs + others / LETTERS_A_SIGN;
    if signs == 0 || 2 * signs < said {
        return None;
    }
    let code = match () {
        () if hangul > han + kana => "ko",
        () if kana * SIGNS_A_KANA >= han + kana => "ja",
        () => "zh",
    };
    Some(Detected { code, score: (signs as f32 / said as f32 * 100.0).round() / 100.0 })
}

/// Small words that say in which language a text is, before its trigrams are counted against those of all
/// languages, which costs as much as parsing the page: by language, with spaces between them. The build
/// script makes it of `small_words.toml`.
const SMALL_WORDS: &str = include_str!(concat!(env!("OUT_DIR"), "/small_words.json"));

/// How many of its small words a text must say for its language to be beyond doubt: so many of all its words in
/// percent, and so many times as many as of any other language. Chosen by hand; the development pages and texts
/// then have the language that all trigrams would give them.
const SMALL_WORDS_PERCENT: usize = 12;
const SMALL_WORDS_LEAD: usize = 8;
const FEWEST_SMALL_WORDS: usize = 24;

/// The language that the small words of a text leave no doubt of.
fn by_small_words(text: &str) -> Option<&'static str> {
    let index = &*INDEX;
    let mut said = vec![0; index.languages.len()];
    let mut words = 0;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let length = letters(&bytes[at..]);
        words += usize::from(length > 0);
        if (1..=LONGEST_SMALL_WORD).contains(&length)
            && let Some(&language) = index.words.get(&pack(&bytes[at..at + length]))
        {
            said[language] += 1;
        }
        at += length + 1;
    }
    let most = (0..said.len()).max_by_key(|&language| said[language])?;
    let others = (0..said.len()).filter(|&language| language != most).map(|language| said[language]).max()?;
    let count = said[most];
    let sure =
        count >= FEWEST_SMALL_WORDS && count * 100 >= words * SMALL_WORDS_PERCENT && count >= others * SMALL_WORDS_LEAD;
    sure.then_some(&index.languages[most])
}

/// Bytes of letters that these begin with, whatever the letters are outside of ASCII.
fn letters(bytes: &[u8]) -> usize {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    bytes.iter().position(|byte| !is_letter(byte)).unwrap_or(bytes.len())
}

/// Bytes of the longest small word.
const LONGEST_SMALL_WORD: usize = 5;

/// The languages of the small words, and by the numbers that the letters of a word make that of its language. No text
/// adds to them.
struct Index {
    languages: Vec<String>,
    words: FxHashMap<u64, usize>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let written: BTreeMap<String, String> = serde_json::from_str(SMALL_WORDS).expect("the words are read by a test");
    let numbered = written.values().enumerate();
    let words =
        numbered.flat_map(|(language, words)| words.split(' ').map(move |word| (pack(word.as_bytes()), language)));
    Index { words: words.collect(), languages: written.keys().cloned().collect() }
});

/// The letters of a short word as a number.
fn pack(word: &[u8]) -> u64 {
    word.iter().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// Letters and points that Yiddish needs and unpointed Hebrew has not: without them its trigrams are too
/// much like those of Hebrew.
fn is_yiddish(c: char) -> bool {
    matches!(
        c,
        '\u{5B7}' | '\u{5B8}' | '\u{5BF}' | '\u{5F0}'..='\u{5F2}' | '\u{FB1F}' | '\u{FB2E}' | '\u{FB2F}' | '\u{FB4E}'
    )
}

/// Texts of which the longest make a sample, more often than not.
const MOST_TELLING: usize = 48;

/// The beginnings of the longest texts, in their order, as many as make a sample.
fn sample(texts: Vec<&str>) -> String {
    let mut longest: Vec<usize> = (0..texts.len()).collect();
    // Among texts of one length the first comes first.
    let order = |&id: &usize| (std::cmp::Reverse(texts[id].len()), id);
    let first = MOST_TELLING.min(texts.len());
    if first < texts.len() {
        longest.select_nth_unstable_by_key(first, order);
    }
    let (longest, others) = longest.split_at_mut(first);
    let mut room = SAMPLE;
    let mut taken = Vec::new();
    for part in [longest, others] {
        if room == 0 {
            break;
        }
        part.sort_unstable_by_key(order);
        for &mut id in part {
            if room == 0 {
                break;
            }
            let (end, chars) = prefix(texts[id], room);
            room -= chars;
            taken.push((id, end));
        }
    }
    taken.sort_unstable();
    let bytes = taken.iter().map(|&(_, end)| end + 1).sum();
    taken.iter().fold(String::with_capacity(bytes), |sample, &(id, end)| sample + &texts[id][..end] + "\n")
}

/// Bytes and number of the first `most` characters.
fn prefix(text: &str, most: usize) -> (usize, usize) {
    if text.len() <= most {
        return (text.len(), text.chars().count());
    }
    let mut chars = 0;
    let mut end = 0;
    for (at, c) in text.char_indices().take(most) {
        end = at + c.len_utf8();
        chars += 1;
    }
    (end, chars)
}

/// ISO 639-1 code of a language, where it has one.
fn code(language: Lang) -> &'static str {
    match language {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        Lang::Cym => "cy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(text: &str) -> Option<&'static str> {
        detect([text].into_iter()).map(|detected| detected.code)
    }

    #[test]
    fn languages_are_told_apart() {
        for (expected, text) in [
            ("en", "The council will meet again on Thursday to decide whether the old harbour bridge can be repaired."),
            (
                "de",
                "Der Stadtrat trifft sich am Donnerstag wieder und entscheidet, ob die alte Brücke repariert werden kann.",
            ),
            ("fr", "Le conseil municipal se réunira de nouveau jeudi pour décider si le vieux pont peut être réparé."),
            (
                "es",
                "El ayuntamiento se reunirá otra vez el jueves para decidir si se puede reparar el viejo puente. Los vecinos esperan que las obras empiecen antes del otoño.",
            ),
            ("sv", "Kommunfullmäktige träffas igen på torsdag för att avgöra om den gamla bron kan repareras."),
            ("pl", "Rada miasta spotka się ponownie w czwartek, aby zdecydować, czy stary most można naprawić."),
            ("ru", "Городской совет снова соберётся в четверг, чтобы решить, можно ли отремонтировать старый мост."),
            ("zh", "市议会将于星期四再次开会，决定是否可以修复这座古老的港口大桥。"),
            ("ja", "市議会は木曜日に再び会合を開き、古い橋を修理できるかどうかを決定する予定です。"),
            ("ko", "시의회는 목요일에 다시 만나 오래된 다리를 수리할 수 있는지 결정할 것입니다."),
            ("th", "สภาเมืองจะประชุมอีกครั้งในวันพฤหัสบดีเพื่อตัดสินใจว่าจะซ่อมสะพานเก่าได้หรือไม่"),
            ("el", "Το δημοτικό συμβούλιο θα συνεδριάσει ξανά την Πέμπτη για να αποφασίσει για τη γέφυρα."),
            ("he", "מועצת העיר תתכנס שוב ביום חמישי כדי להחליט אם ניתן לתקן את הגשר הישן."),
            ("fa", "شورای شهر روز پنجشنبه دوباره گرد می‌آید تا تصمیم بگیرد که آیا پل کهنهٔ بندر را می‌توان تعمیر کرد."),
            ("hi", "नगर परिषद गुरुवार को फिर बैठेगी और तय करेगी कि बंदरगाह के पुराने पुल की मरम्मत हो सकती है या नहीं।"),
            (
                "vi",
                "Hội đồng thành phố sẽ họp lại vào thứ năm để quyết định xem cây cầu cũ ở cảng có thể sửa được không.",
            ),
            (
                "id",
                "Dewan kota akan bertemu lagi pada hari Kamis untuk memutuskan apakah jembatan tua di pelabuhan itu masih dapat diperbaiki.",
            ),
        ] {
            assert_eq!(language(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn names_of_products_are_no_language() {
        for (expected, text) in [
            (
                "ja",
                "docker compose を使って Visual Studio Code の Dev Containers と PostgreSQL を起動する方法を説明します。",
            ),
            ("zh", "使用 Kubernetes 和 Docker 部署 Spring Boot 应用程序的方法，本文介绍 Helm Chart 配置。"),
            ("ko", "Spring Boot 와 Docker Compose 로 PostgreSQL 데이터베이스를 실행하는 방법을 설명합니다."),
            (
                "en",
                "The particle は marks the topic of a sentence, and が marks its subject, as every learner of the language knows.",
            ),
            (
                "en",
                "The museum in 東京 shows paintings of the harbour and of its ships, and opens on Thursday at nine.",
            ),
        ] {
            assert_eq!(language(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_small_word_is_of_one_language() {
        let written: BTreeMap<String, String> = serde_json::from_str(SMALL_WORDS).expect("a file");
        for (at, words) in written.values().enumerate() {
            for word in words.split(' ') {
                assert!((1..=LONGEST_SMALL_WORD).contains(&word.len()), "{word:?}");
                assert!(word.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}");
                assert_eq!(INDEX.words[&pack(word.as_bytes())], at, "{word}");
            }
        }
        assert_eq!(written.values().map(|words| words.split(' ').count()).sum::<usize>(), INDEX.words.len());
    }

    #[test]
    fn too_little_says_nothing() {
        for text in ["", "Breaking news", "12345 67890 12345 67890 12345", "OK OK OK OK OK"] {
            assert_eq!(language(text), None, "{text}");
        }
    }

    #[test]
    fn the_longest_blocks_speak_in_their_order() {
        let long = "a".repeat(SAMPLE - 3);
        assert_eq!(sample(vec!["xyz", &long, "longer than xyz"]), format!("{long}\nlon\n"));
        assert_eq!(sample(vec!["b", "ccc", "aa"]), "b\nccc\naa\n");
        let many: Vec<String> = (0..3 * MOST_TELLING).map(|at| "m".repeat(at % 7)).collect();
        assert_eq!(sample(many.iter().map(String::as_str).collect()), many.join("\n") + "\n");
        assert_eq!(sample(vec!["é".repeat(SAMPLE + 1).as_str()]).chars().count(), SAMPLE + 1);
    }

    #[test]
    fn the_score_has_two_decimals() {
        let text = "Der Stadtrat trifft sich am Donnerstag wieder und entscheidet über die alte Brücke.";
        let detected = detect([text].into_iter()).expect("it is German");
        assert!((0.5..=1.0).contains(&detected.score));
        assert_eq!((detected.score * 100.0).round() / 100.0, detected.score);
    }
}
