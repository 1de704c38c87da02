//! Notations of dates, and what only looks like one.

use super::*;
use proptest::prelude::*;

const NOTATIONS: &[(&str, Option<&str>, &str)] = &[
    ("2025-02-06", None, "2025-02-06"),
    ("2025-2-6", None, "2025-02-06"),
    ("2025/02/06", None, "2025-02-06"),
    ("2025.02.06", None, "2025-02-06"),
    ("2025. 2. 6.", None, "2025-02-06"),
    ("2025. 2. 6. 14:03", Some("ko"), "2025-02-06T14:03:00"),
    ("2025. 02. 06. 오후 2:03", Some("ko"), "2025-02-06T14:03:00"),
    ("20250206", None, "2025-02-06"),
    ("2025-02-06T14:03", None, "2025-02-06T14:03:00"),
    ("2025-02-06 14:03:59", None, "2025-02-06T14:03:59"),
    ("2025-02-06-14:03:59", None, "2025-02-06T14:03:59"),
    ("2025-02-06T14:03:59Z", None, "2025-02-06T14:03:59Z"),
    ("2025-02-06T14:03:59.123+01:00", None, "2025-02-06T14:03:59+01:00"),
    ("2025-02-06T14:03:59-0530", None, "2025-02-06T14:03:59-05:30"),
    ("2025-02-06 14:03:59 +0000", None, "2025-02-06T14:03:59Z"),
    ("Thu, 06 Feb 2025 14:03:59 +0100", None, "2025-02-06T14:03:59+01:00"),
    ("Thu, 06 Feb 2025 14:03:59 GMT", None, "2025-02-06T14:03:59Z"),
    ("Jan. 1, 2015", None, "2015-01-01"),
    ("Jan 1 2015", None, "2015-01-01"),
    ("January 1st, 2015", None, "2015-01-01"),
    ("1 January 2015", None, "2015-01-01"),
    ("1st of January 2015", None, "2015-01-01"),
    ("Sept. 3, 2024", None, "2024-09-03"),
    ("6-Feb-2025", None, "2025-02-06"),
    ("06/Feb/2025", None, "2025-02-06"),
    ("2025 Feb 6", None, "2025-02-06"),
    ("February 6, 2025 at 2:03 pm", None, "2025-02-06T14:03:00"),
    ("February 6, 2025, 12:03 a.m. EST", None, "2025-02-06T00:03:00-05:00"),
    ("Feb 6, 2025 | 3 PM", None, "2025-02-06T15:00:00"),
    ("February 6, 2025 (14:03 CET)", None, "2025-02-06T14:03:00+01:00"),
    ("6. Februar 2025", None, "2025-02-06"),
    ("6. Februar 2025, 14:03 Uhr", None, "2025-02-06T14:03:00"),
    ("06.02.2025", None, "2025-02-06"),
    ("06.02.2025 - 14.03 Uhr", None, "2025-02-06T14:03:00"),
    ("6. 2. 2025", Some("cs"), "2025-02-06"),
    ("06.02.25", Some("de"), "2025-02-06"),
    ("Donnerstag, den 6. März 2025 um 14 Uhr", None, "2025-03-06T14:00:00"),
    ("1 mars 2019 à 06:14", None, "2019-03-01T06:14:00"),
    ("1er mars 2019 à 6h14", None, "2019-03-01T06:14:00"),
    ("vendredi 1er août 2025", None, "2025-08-01"),
    ("5 de marzo de 2020", None, "2020-03-05"),
    ("5 de março de 2020 às 10h30", None, "2020-03-05T10:30:00"),
    ("5 de dic. del 2020", None, "2020-12-05"),
    ("8 agosto 2020 alle 10:30", None, "2020-08-08T10:30:00"),
    ("13 июля 2016, 17:37", None, "2016-07-13T17:37:00"),
    ("13 июля 2016 г. в 17:37", None, "2016-07-13T17:37:00"),
    ("5 жовтня 2021", None, "2021-10-05"),
    ("5 października 2021 r.", None, "2021-10-05"),
    ("5. října 2021", None, "2021-10-05"),
    ("5 maart 2021 om 10:30", None, "2021-03-05T10:30:00"),
    ("5 maj 2021 kl. 10:30", None, "2021-05-05T10:30:00"),
    ("5 Ağustos 2021", None, "2021-08-05"),
    ("5 فبراير 2021", None, "2021-02-05"),
    ("٥ فبراير ٢٠٢١", None, "2021-02-05"),
    ("الأربعاء، 28 آب/أغسطس 2013", None, "2013-08-28"),
    ("28 أغسطس/ آب 2013", None, "2013-08-28"),
    ("lørdag den 5. marts 2022", None, "2022-03-05"),
    ("lauantai 5. maaliskuuta 2022", None, "2022-03-05"),
    ("2022. március 5.", None, "2022-03-05"),
    ("sâmbătă, 5 martie 2022", None, "2022-03-05"),
    ("Σάββατο, 5 Μαρτίου 2022", None, "2022-03-05"),
    ("5 ноември 2022", None, "2022-11-05"),
    ("subota, 5. ožujka 2022", None, "2022-03-05"),
    ("5. marca 2022", None, "2022-03-05"),
    ("5. martā 2022", None, "2022-03-05"),
    ("5. märts 2022", None, "2022-03-05"),
    ("dissabte, 5 de març de 2022", None, "2022-03-05"),
    ("5 במרץ 2022", None, "2022-03-05"),
    ("Sabtu, 5 Maret 2022", None, "2022-03-05"),
    ("2025年2月6日", None, "2025-02-06"),
    ("2025年2月6日 14:03", None, "2025-02-06T14:03:00"),
    ("2025년 2월 6일", None, "2025-02-06"),
    ("04/09/2025", Some("de"), "2025-09-04"),
    ("04/09/2025", Some("en-GB"), "2025-09-04"),
    ("04/09/2025", Some("en-US"), "2025-04-09"),
    ("24/09/2025", None, "2025-09-24"),
    ("09/24/2025", Some("en"), "2025-09-24"),
    ("24-09-2025", None, "2025-09-24"),
    ("03/03/2025", None, "2025-03-03"),
    // A dot in the time, where a word or a zone says that it is one.
    ("Thu 4 Sep 2025 12.30 BST", None, "2025-09-04T12:30:00"),
    ("4 Sep 2025 12.30 GMT", None, "2025-09-04T12:30:00Z"),
    ("4 september 2025 kl 12.30", None, "2025-09-04T12:30:00"),
    ("4. syyskuuta 2025 klo 12.30", None, "2025-09-04T12:30:00"),
    ("4 Eylül 2025 Saat: 12.30", None, "2025-09-04T12:30:00"),
    // The time first.
    ("12:30, 4 сентября 2025", None, "2025-09-04T12:30:00"),
    ("12:30, 4 September 2025", None, "2025-09-04T12:30:00"),
    ("12:30 04.09.2025", None, "2025-09-04T12:30:00"),
    ("12:30 PM EDT, Thu September 4, 2025", None, "2025-09-04T12:30:00-04:00"),
    ("2 p.m. on September 4, 2025", None, "2025-09-04T14:00:00"),
    ("12h30 – 4 de setembro de 2025", None, "2025-09-04T12:30:00"),
    // The weekday last.
    ("4 Eylül 2025 Perşembe", None, "2025-09-04"),
    ("4 Eylül 2025 Perşembe, 12:30", None, "2025-09-04T12:30:00"),
    ("2025年9月4日（木）", None, "2025-09-04"),
    ("2025年9月4日(木) 12:30", None, "2025-09-04T12:30:00"),
    ("2025年9月4日 木曜日 12:30", None, "2025-09-04T12:30:00"),
    ("2025年9月4日 星期四", None, "2025-09-04"),
    ("2025年9月4日星期四12:30", None, "2025-09-04T12:30:00"),
    ("2025年9月4日 週四", None, "2025-09-04"),
    ("2025년 9월 4일 (목)", None, "2025-09-04"),
    ("2025년 9월 4일 목요일 오후 12:30", None, "2025-09-04T12:30:00"),
    ("2025. szeptember 4., csütörtök 12:30", None, "2025-09-04T12:30:00"),
    // Hours and minutes by their signs, and the half of the day before them.
    ("2025年9月4日 12時30分", None, "2025-09-04T12:30:00"),
    ("2025年9月4日 9時5分", None, "2025-09-04T09:05:00"),
    ("2025年9月4日 午後0時30分", None, "2025-09-04T12:30:00"),
    ("2025年9月4日 午前0時", None, "2025-09-04T00:00:00"),
    ("2025年9月4日 下午2点05分", None, "2025-09-04T14:05:00"),
    ("2025年9月4日 下午14:05", None, "2025-09-04T14:05:00"),
    ("2025年9月4日12：30", None, "2025-09-04T12:30:00"),
    ("2025.09.04. 오후 12:30", None, "2025-09-04T12:30:00"),
    ("2025년 9월 4일 오후 2시 30분", None, "2025-09-04T14:30:00"),
    // An article before the day, the word for "year" behind it.
    ("Le 04/09/2025 à 06:14", Some("fr"), "2025-09-04T06:14:00"),
    ("le jeudi 4 septembre 2025", None, "2025-09-04"),
    ("jeudi, le 4 septembre 2025", None, "2025-09-04"),
    ("El 4 de septiembre de 2025", None, "2025-09-04"),
    ("4 сентября 2025 года, 12:30", None, "2025-09-04T12:30:00"),
    ("4 вересня 2025 року", None, "2025-09-04"),
    ("4 сентября 2025года", None, "2025-09-04"),
    // Words of other languages.
    ("4 सितंबर 2025", None, "2025-09-04"),
    ("गुरुवार, 4 सितम्बर 2025", None, "2025-09-04"),
    ("०४ अक्टूबर २०२५", None, "2025-10-04"),
    ("15 फ़रवरी 2025", None, "2025-02-15"),
    ("ngày 4 tháng 9 năm 2025", None, "2025-09-04"),
    ("4 tháng 9, 2025", None, "2025-09-04"),
    ("Thứ năm, 4/9/2025, 12:30 (GMT+7)", Some("vi"), "2025-09-04T12:30:00+07:00"),
    ("Thứ Năm, ngày 04/09/2025 12:30", Some("vi"), "2025-09-04T12:30:00"),
    ("Chủ nhật, 7/9/2025", Some("vi"), "2025-09-07"),
    ("4 Σεπ 2025", None, "2025-09-04"),
    ("4 ΣΕΠ 2025", None, "2025-09-04"),
    ("7 Μαΐ 2025, 2:30 μ.μ.", None, "2025-05-07T14:30:00"),
    ("4 সেপ্টেম্বর ২০২৫", None, "2025-09-04"),
    ("৪ ফেব্রুয়ারি ২০২৫", None, "2025-02-04"),
    ("4 செப்டம்பர் 2025", None, "2025-09-04"),
    ("4 Mac 2025", None, "2025-03-04"),
    ("4 Ogos 2025", None, "2025-08-04"),
    // As programs write it.
    ("Thu Sep  4 12:30:59 CEST 2025", None, "2025-09-04T12:30:59+02:00"),
    ("Thu Sep  4 12:30:59 2025", None, "2025-09-04T12:30:59"),
    ("Thu Sep 04 12:30:59 +0000 2025", None, "2025-09-04T12:30:59Z"),
    // Thai months, with years of the Buddha and common ones.
    ("4 กันยายน 2568", None, "2025-09-04"),
    ("4 ก.ย. 2568 12:30 น.", None, "2025-09-04T12:30:00"),
    ("๔ กันยายน ๒๕๖๘", None, "2025-09-04"),
    ("วันพฤหัสบดีที่ 4 กันยายน พ.ศ. 2568", None, "2025-09-04"),
    ("29 กุมภาพันธ์ 2567", None, "2024-02-29"),
    ("4 กันยายน 2025", None, "2025-09-04"),
    ("4 กันยายน ค.ศ. 2025", None, "2025-09-04"),
    // Eras of Japan and Taiwan.
    ("令和7年9月4日", None, "2025-09-04"),
    ("令和７年９月４日（木）", None, "2025-09-04"),
    ("令和元年5月1日", None, "2019-05-01"),
    ("平成31年4月30日 12:30", None, "2019-04-30T12:30:00"),
    ("民國114年9月4日", None, "2025-09-04"),
    ("中華民國 114 年 9 月 4 日", None, "2025-09-04"),
    // The months of Iran.
    ("۱۳ شهریور ۱۴۰۴", None, "2025-09-04"),
    ("پنج‌شنبه ۱۳ شهریور ماه ۱۴۰۴", None, "2025-09-04"),
    ("۱ فروردین ۱۴۰۰", None, "2021-03-21"),
    ("1 Farvardin 1392", None, "2013-03-21"),
    ("۳۰ اسفند ۱۴۰۳", None, "2025-03-20"),
    ("۱ فروردین ۱۴۰۴", None, "2025-03-21"),
    ("۲۲ بهمن ۱۳۷۹", None, "2001-02-10"),
    ("۱۱ دی ۱۳۷۸", None, "2000-01-01"),
];

#[test]
fn a_year_that_ends_a_sentence_is_no_beginning() {
    assert_eq!(parse("© 2020. 6. 2. 2025", Some("cs")).as_deref(), Some("2025-02-06"));
    assert_eq!(parse("© 2020. March 15, 2021", None).as_deref(), Some("2021-03-15"));
}

#[test]
fn notations() {
    for &(text, language, expected) in NOTATIONS {
        assert_eq!(at_start(text, language), Some((text.len(), expected.to_owned())), "{text}");
        let framed = format!("Published: {text} by Jane");
        assert_eq!(parse(&framed, language).as_deref(), Some(expected), "{framed}");
    }
}

#[test]
fn what_is_written_reads_back_as_itself() {
    for &(_, _, iso) in NOTATIONS {
        assert_eq!(parse(iso, None).as_deref(), Some(iso));
    }
}

#[test]
fn near_misses() {
    for (text, language) in [
        ("04/09/2025", None),
        ("04/09/2025", Some("en")),
        ("06.02.25", None),
        ("06.02.25", Some("en-US")),
        ("2025-02-30", None),
        ("31 April 2025", None),
        ("1 January 1889", None),
        ("1 January 2100", None),
        ("May 1968 changed France", None),
        ("March 2025", None),
        ("Jan 3", None),
        ("1.2.3", None),
        ("10.1.2025.7", Some("de")),
        ("3.4.40", Some("de")),
        ("2025-02-061", None),
        ("123456789", None),
        ("99999999", None),
        ("call 555-02-2020 now", None),
        ("", None),
        ("no date here", None),
        ("Le 04/09/2025", None),
        ("le 4 septembre", None),
        ("12:30, Friday", None),
        ("12:30 of 2025", None),
        ("4 tháng 13 năm 2025", None),
        ("2025年9月", None),
        ("令和1年4月30日", None),
        ("平成31年5月1日", None),
        ("昭和60年9月4日", None),
        ("4 กันยายน พ.ศ. 2025", None),
        ("4 กันยายน 2468", None),
        ("4 September 2568", None),
        ("۳۰ اسفند ۱۴۰۲", None),
        ("۳۲ فروردین ۱۴۰۲", None),
        ("4 Tir 2025", None),
        ("Mac 10, 2019", None),
        ("Thu Sep 4 12:30", None),
    ] {
        assert_eq!(at_start(text, language), None, "{text}");
        assert_eq!(parse(text, language), None, "{text}");
    }
}

#[test]
fn a_date_takes_only_its_own_bytes() {
    for (text, taken) in [
        ("2025-02-06 Your support helps", "2025-02-06"),
        ("2025-02-06Your support helps", "2025-02-06"),
        ("6 Feb 2025 - 2 Hours of music", "6 Feb 2025"),
        ("Feb 6, 2025 | 4 min read", "Feb 6, 2025"),
        ("Feb 6, 2025 at the hall", "Feb 6, 2025"),
        ("6 Feb 2025, 25:71", "6 Feb 2025"),
        ("6 Feb 2025 14:03 (updated)", "6 Feb 2025 14:03"),
        ("6 Feb 2025 12.30 euros", "6 Feb 2025"),
        ("6 Feb 2025 at 12.30.1", "6 Feb 2025"),
        ("6 Feb 2025 kl 12.30-13.30", "6 Feb 2025"),
        ("6 Feb 2025 Sunday was a cold day", "6 Feb 2025"),
        ("6 Feb 2025 So it began", "6 Feb 2025"),
        ("6 Feb 2025 (Sunday was cold)", "6 Feb 2025"),
        ("6 Feb 2025 R. Roe", "6 Feb 2025"),
        ("2025年9月4日 3点建议", "2025年9月4日"),
        ("2025年9月4日（水曜に)", "2025年9月4日"),
    ] {
        assert_eq!(at_start(text, None).map(|(end, _)| &text[..end]), Some(taken), "{text}");
    }
}

#[test]
fn addresses() {
    for (path, expected) in [
        ("/2025/02/06/title", Some("2025-02-06")),
        ("/news/2025/2/6/", Some("2025-02-06")),
        ("/world/2025/feb/06/title", Some("2025-02-06")),
        ("/2025/TRAVEL/02/06/tea.at.sea", Some("2025-02-06")),
        ("/2025/travel/2/6/tea", None),
        ("/2025-02-06-title", Some("2025-02-06")),
        ("/20250206/title", Some("2025-02-06")),
        ("/2025/02/title", None),
        ("/2025/13/45/", None),
        ("/202502061234/", None),
    ] {
        assert_eq!(of_path(path).as_deref(), expected, "{path}");
    }
}

proptest! {
    #[test]
    fn never_panics_and_stays_inside(text in "\\PC{0,200}|[0-9A-Za-z:./ ,年月日äß-]{0,40}|((12:30|4|9|2025|Sep|Thu|年|月|日|時|分|午後|pm|BST|tháng|le|thứ)[ ,.（）()]?){0,10}", language in proptest::option::of("[a-z]{2}")) {
        let _ = parse(&text, language.as_deref());
        let _ = of_path(&text);
        if let Some((end, date)) = at_start(&text, language.as_deref()) {
            prop_assert!(text.is_char_boundary(end) && end <= text.len());
            prop_assert_eq!(parse(&date, None), Some(date.clone()));
        }
    }
}
