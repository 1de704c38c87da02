//! Words of dates: names of months and weekdays in the languages that dehusk reads, and of time zones.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;
use serde::Deserialize;

/// The names, by language: `months.toml`, as the build script writes it.
const NAMES: &str = include_str!(concat!(env!("OUT_DIR"), "/months.json"));

/// The names of one language; what each list is says `months.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Names {
    months: String,
    weekdays: String,
    signs: String,
    short: String,
    solar: String,
}

static LANGUAGES: LazyLock<BTreeMap<String, Names>> =
    LazyLock::new(|| serde_json::from_str(NAMES).expect("the names are read by a test"));

/// Months by their names.
type Numbers = HashMap<&'static str, i8, FxBuildHasher>;

/// The names in lines of which each is about one month, with its number.
fn numbered(lines: &str) -> impl Iterator<Item = (&str, i8)> {
    (1..).zip(lines.lines()).flat_map(|(number, names)| names.split_whitespace().map(move |name| (name, number)))
}

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
    static NUMBERS: LazyLock<Numbers> =
        LazyLock::new(|| LANGUAGES.values().flat_map(|names| numbered(&names.months)).collect());
    NUMBERS.get(name).copied()
}

/// Number of the month of this name in Iran's calendar.
pub(super) fn solar_month(name: &str) -> Option<i8> {
    static NUMBERS: LazyLock<Numbers> =
        LazyLock::new(|| LANGUAGES.values().flat_map(|names| numbered(&names.solar)).collect());
    NUMBERS.get(name).copied()
}

/// Thai months, shortened, in their order.
pub(super) static THAI: LazyLock<Vec<&str>> = LazyLock::new(|| LANGUAGES["th"].short.split_whitespace().collect());

/// Whether this is the name of a weekday (lower case).
pub(super) fn is_weekday(name: &str) -> bool {
    static NAMES: LazyLock<HashSet<&str, FxBuildHasher>> =
        LazyLock::new(|| LANGUAGES.values().flat_map(|names| names.weekdays.split_whitespace()).collect());
    NAMES.contains(name)
}

/// Whether this is the sign of a weekday.
pub(super) fn is_weekday_sign(sign: &str) -> bool {
    sign.chars().count() == 1 && LANGUAGES.values().any(|names| names.signs.contains(sign))
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
        for names in LANGUAGES.values() {
            for (name, number) in numbered(&names.months) {
                assert_eq!(month(name), Some(number), "{name}");
            }
            for (name, number) in numbered(&names.solar) {
                assert_eq!(solar_month(name), Some(number), "{name}");
            }
        }
        assert_eq!(month("smarch"), None);
    }

    #[test]
    fn every_language_has_all_months_and_each_name_once() {
        for (code, names) in &*LANGUAGES {
            for months in [&names.months, &names.solar].into_iter().filter(|months| !months.is_empty()) {
                assert_eq!(months.lines().filter(|line| !line.trim().is_empty()).count(), 12, "{code}");
            }
            for list in [&names.months, &names.weekdays, &names.solar, &names.short] {
                assert_eq!(*list, list.to_lowercase(), "{code}");
                let mut seen = HashSet::new();
                assert!(list.split_whitespace().all(|name| seen.insert(name)), "{code}");
            }
            assert!(!names.months.is_empty() || !names.weekdays.is_empty(), "{code}");
        }
        assert_eq!(THAI.len(), 12);
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
