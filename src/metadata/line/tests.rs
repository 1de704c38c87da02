//! Lines that are fields, and lines that are sentences.

use super::*;
use proptest::prelude::*;

fn read(line: &str, language: Option<&str>) -> Option<(String, String)> {
    let (end, fields) = of_line(line, language)?;
    let fields: Vec<String> = fields.iter().map(|field| format!("{}={}", field.name, field.value)).collect();
    Some((line[..end].to_owned(), fields.join(" ")))
}

#[test]
fn whole_lines() {
    for (line, expected) in [
        ("date 2025-02-06 ", "date=2025-02-06"),
        ("date: 2025-02-06", "date=2025-02-06"),
        ("2025-02-06", "date=2025-02-06"),
        ("Thursday, February 6, 2025 at 2:03 pm", "date=2025-02-06T14:03:00"),
        ("Author: Jane Doe", "author=Jane Doe"),
        ("author: jane_doe", "author=jane_doe"),
        ("Authors: Jane Doe, John Roe", "author=Jane Doe; John Roe"),
        ("title: The river: a life", "title=The river: a life"),
        ("url: https://example.org/a?b", "url=https://example.org/a?b"),
        ("Tags: tea, green sea", "tags=tea, green sea"),
        ("Filed under: Travel", "categories=Travel"),
        ("hostname: example.org", "hostname=example.org"),
        ("language: en", "language=en"),
        ("By Jane Doe | Jan. 1, 2015", "author=Jane Doe date=2015-01-01"),
        ("By Jane Doe", "author=Jane Doe"),
        ("BY JANE VAN DYKE", "author=JANE VAN DYKE"),
        ("By Jane Doe and John Roe", "author=Jane Doe; John Roe"),
        ("By Jane Doe, January 1, 2015", "author=Jane Doe date=2015-01-01"),
        ("By Jane Doe Jan 1, 2015", "author=Jane Doe date=2015-01-01"),
        ("By Jane | Jan 1, 2015 | 4 min read", "author=Jane date=2015-01-01 reading_time=4 min"),
        ("Published Jan 3, 2024", "date=2024-01-03"),
        ("PublishedJan 3, 2024", "date=2024-01-03"),
        ("PublishedJan 3", "raw_date=Jan 3"),
        ("Updated: 3 January 2024", "date_modified=2024-01-03"),
        ("Published Jan 3, 2024 · Updated Jan 5, 2024", "date=2024-01-03 date_modified=2024-01-05"),
        ("Posted on January 3, 2024 by Jane Doe", "date=2024-01-03 author=Jane Doe"),
        ("Posted by Jane Doe on January 3, 2024", "author=Jane Doe date=2024-01-03"),
        ("Posted on January 3, 2024 by admin", "date=2024-01-03 author=admin"),
        ("Jane Doe | Jan 3, 2024 | 4 min read", "author=Jane Doe date=2024-01-03 reading_time=4 min"),
        ("4 min read", "reading_time=4 min"),
        ("4 minute read", "reading_time=4 min"),
        ("Jan 3, 2024 • 12-minute read", "date=2024-01-03 reading_time=12 min"),
        ("Reading time: 4 minutes", "reading_time=4 min"),
        ("Von Jana Muster, 6. Februar 2025, 14:03 Uhr", "author=Jana Muster date=2025-02-06T14:03:00"),
        ("Von Jana Muster und Tom Beispiel", "author=Jana Muster; Tom Beispiel"),
        ("Stand: 06.02.2025", "date_modified=2025-02-06"),
        ("Veröffentlicht am 6. Februar 2025 von Jana Muster", "date=2025-02-06 author=Jana Muster"),
        ("Lesezeit: 4 Min.", "reading_time=4 min"),
        ("4 Min. Lesezeit", "reading_time=4 min"),
        ("6. Mai 2012 von admin", "date=2012-05-06 author=admin"),
        ("Kategorie: Reise", "categories=Reise"),
        ("par Jeanne Modèle, le 1 mars 2019", "author=Jeanne Modèle date=2019-03-01"),
        ("1 mars 2019 à 06:14", "date=2019-03-01T06:14:00"),
        ("Publié le 1 mars 2019", "date=2019-03-01"),
        ("Publicado el 5 de marzo de 2020", "date=2020-03-05"),
        ("Pubblicato il 8 agosto 2020", "date=2020-08-08"),
        ("13 июля 2016, 17:37", "date=2016-07-13T17:37:00"),
        ("发布时间：2025年2月6日", "date=2025-02-06"),
        ("作者：王小明", "author=王小明"),
        ("于 2025-02-06 18:30:00 首次发布", "date=2025-02-06T18:30:00"),
        ("已于 2025-02-06 18:30:00 修改", "date_modified=2025-02-06T18:30:00"),
        ("Dernière mise à jour : 1 mars 2019", "date_modified=2019-03-01"),
        ("Última actualización: 5 de marzo de 2020", "date_modified=2020-03-05"),
        ("Ostatnia aktualizacja: 3 maja 2020", "date_modified=2020-05-03"),
        ("Senast uppdaterad: 3 maj 2020", "date_modified=2020-05-03"),
        ("Yayınlanma tarihi: 3 Mayıs 2020", "date=2020-05-03"),
        ("Son güncelleme: 3 Mayıs 2020", "date_modified=2020-05-03"),
        ("Дата публікації: 3 травня 2020", "date=2020-05-03"),
        ("Последнее обновление: 3 мая 2020", "date_modified=2020-05-03"),
        ("تاريخ النشر: 3 مايو 2020", "date=2020-05-03"),
        ("最后更新：2025年2月6日", "date_modified=2025-02-06"),
        ("掲載日：2025年2月6日", "date=2025-02-06"),
        ("Категория: Море", "categories=Море"),
        ("Etiketler: çay, deniz", "tags=çay, deniz"),
        ("Štítky: čaj, moře", "tags=čaj, moře"),
        ("关键词：茶", "tags=茶"),
        ("Czas czytania: 4 min", "reading_time=4 min"),
        ("Læsetid: 4 minutter", "reading_time=4 min"),
        ("4 min lesetid", "reading_time=4 min"),
        ("Lukuaika 4 min", "reading_time=4 min"),
        ("Olvasási idő: 4 perc", "reading_time=4 min"),
        ("Timp de citire: 4 minute", "reading_time=4 min"),
        ("Χρόνος ανάγνωσης: 4 λεπτά", "reading_time=4 min"),
        ("Avainsanat: tee, meri", "tags=tee, meri"),
        ("Címkék: tea, tenger", "tags=tea, tenger"),
        ("Ετικέτες: τσάι, θάλασσα", "tags=τσάι, θάλασσα"),
        ("Stikkord: te, hav", "tags=te, hav"),
        ("Categorii: Mare", "categories=Mare"),
        ("Kirjoittaja: Anna Virtanen", "author=Anna Virtanen"),
        ("Teksti: Anna Virtanen 4.9.2025", "author=Anna Virtanen date=2025-09-04"),
        ("Szerző: Minta Anna", "author=Minta Anna"),
        ("Published Thu 4 Sep 2025 12.30 BST", "date=2025-09-04T12:30:00"),
        ("Thu 4 Sep 2025 12.30 BST", "date=2025-09-04T12:30:00"),
        ("Publicerad 4 september 2025 kl 12.30", "date=2025-09-04T12:30:00"),
        ("Published: 12:30, 4 September 2025", "date=2025-09-04T12:30:00"),
        ("12:30, 4 сентября 2025", "date=2025-09-04T12:30:00"),
        ("Updated 12:30 PM EDT, Thu September 4, 2025", "date_modified=2025-09-04T12:30:00-04:00"),
        ("By Jane Doe | 12:30, 4 September 2025", "author=Jane Doe date=2025-09-04T12:30:00"),
        ("4 Eylül 2025 Perşembe", "date=2025-09-04"),
        ("2025年9月4日（木） 12時30分", "date=2025-09-04T12:30:00"),
        ("2025年9月4日 12:30更新", "date_modified=2025-09-04T12:30:00"),
        ("2025年9月4日 12:30公開 2025年9月5日 9:00更新", "date=2025-09-04T12:30:00 date_modified=2025-09-05T09:00:00"),
        ("입력 2025.09.04 오후 12:30", "date=2025-09-04T12:30:00"),
        ("승인 2025.09.04 12:30", "date=2025-09-04T12:30:00"),
        ("입력 2025.09.04 12:30 수정 2025.09.05 9:00", "date=2025-09-04T12:30:00 date_modified=2025-09-05T09:00:00"),
        ("2025.09.04 12:30 입력", "date=2025-09-04T12:30:00"),
        ("le jeudi 4 septembre 2025", "date=2025-09-04"),
        ("4 сентября 2025 года, 12:30", "date=2025-09-04T12:30:00"),
        ("时间：2025-09-04 12:30", "date=2025-09-04T12:30:00"),
        ("發佈時間：2025-09-04 12:30", "date=2025-09-04T12:30:00"),
        ("發布時間：2025年9月4日", "date=2025-09-04"),
        ("2025年9月4日 12:30 来源：新华网", "date=2025-09-04T12:30:00"),
        ("2025-09-04 12:30　來源：中央社", "date=2025-09-04T12:30:00"),
        ("来源：新华网 2025年9月4日 12:30", "date=2025-09-04T12:30:00"),
        ("2025-09-04 12:30 来源: 人民网-人民日报", "date=2025-09-04T12:30:00"),
        ("2025年9月4日（来源：新华网）", "date=2025-09-04"),
        ("2025年9月4日 12:30 来源：新华网 作者：王小明", "date=2025-09-04T12:30:00 author=王小明"),
        ("2025年9月4日 提供：共同通信", "date=2025-09-04"),
        ("作者：王小明 来源：新华网 2025年9月4日", "author=王小明 date=2025-09-04"),
        ("Jan 3, 2024 | Source: Associated Press", "date=2024-01-03"),
        ("Source: Reuters | Jan 3, 2024", "date=2024-01-03"),
        ("6. Februar 2025, Quelle: dpa", "date=2025-02-06"),
        ("4 сентября 2025, 12:30 | Источник: ТАСС", "date=2025-09-04T12:30:00"),
        ("ngày 4 tháng 9 năm 2025", "date=2025-09-04"),
        ("Cập nhật lúc 12:30, 4 tháng 9, 2025", "date_modified=2025-09-04T12:30:00"),
        ("अपडेटेड 4 सितंबर 2025", "date_modified=2025-09-04"),
        ("Penulis: Budi Santoso", "author=Budi Santoso"),
        ("글쓴이: 김하늘", "author=김하늘"),
        ("Geplaatst door Jan de Voorbeeld", "author=Jan de Voorbeeld"),
        ("Tác giả: Lê Thị Mai | Từ khóa: cảng, cối xay", "author=Lê Thị Mai tags=cảng, cối xay"),
        ("תגיות: נמל, טחנה", "tags=נמל, טחנה"),
        ("برچسب‌ها: بندر، آسیاب", "tags=بندر, آسیاب"),
        ("แท็ก: ท่าเรือ, โรงสี", "tags=ท่าเรือ, โรงสี"),
        ("עודכן לאחרונה: 4 בספטמבר 2025", "date_modified=2025-09-04"),
    ] {
        assert_eq!(read(line, None), Some((line.to_owned(), expected.to_owned())), "{line}");
    }
}

#[test]
fn bylines_of_a_language() {
    for (line, language, expected) in [
        ("Par Jeanne Dupont", "fr", "author=Jeanne Dupont"),
        ("Por María López", "es", "author=María López"),
        ("Por Juana Exemplo e Rui Modelo", "pt", "author=Juana Exemplo; Rui Modelo"),
        ("di Mario Rossi", "it", "author=Mario Rossi"),
        ("Door Jan de Vries", "nl", "author=Jan de Vries"),
        ("Av Anna Svensson", "sv", "author=Anna Svensson"),
        ("Af Jens Hansen", "da", "author=Jens Hansen"),
    ] {
        let read = |language| read(line, language);
        assert_eq!(read(Some(language)), Some((line.to_owned(), expected.to_owned())), "{line}");
        assert_eq!(read(None), None, "{line}");
        assert_eq!(read(Some("en")), None, "{line}");
    }
    for (line, language) in [
        ("Par amour", "fr"),
        ("POR UNA VIDA MEJOR", "es"),
        ("Por María López la ciudad supo del río", "es"),
        ("Di Jakarta Selatan", "id"),
        ("Door Jan", "nl"),
    ] {
        assert_eq!(read(line, Some(language)), None, "{line}");
    }
}

#[test]
fn what_a_writer_does_behind_the_name() {
    for (line, expected) in [
        ("By JANE ROE, Staff Writer", "author=JANE ROE"),
        ("By Jane Roe, BBC News", "author=Jane Roe"),
        ("By Jane Roe, Reuters", "author=Jane Roe"),
        ("By Jane Roe, political editor", "author=Jane Roe"),
        ("By Jane Roe, Senior Editor, The Example Times", "author=Jane Roe"),
        ("By Jane Roe and John Doe, BBC News", "author=Jane Roe; John Doe"),
        ("By Jane Roe, Staff Writer | Jan 3, 2024", "author=Jane Roe date=2024-01-03"),
        ("By Jane Roe, Staff Writer, January 3, 2024", "author=Jane Roe date=2024-01-03"),
        ("By Jane Roe, Thursday, January 4, 2024", "author=Jane Roe date=2024-01-04"),
        ("Von Jana Muster, Redakteurin für Reise", "author=Jana Muster"),
    ] {
        assert_eq!(read(line, None), Some((line.to_owned(), expected.to_owned())), "{line}");
    }
    for line in [
        "By Jane Roe, the river had risen",
        "By Jane Roe, everything was said",
        "By Jane Roe, Reuters.",
        "By Jane Roe, BBC News The river rose",
        "By Jane Roe, 12 Songs",
        "By Jane Roe, The Best of All That There Is",
        "By Friday, BBC News",
        "By Jane Roe, DVM. Reviewed by John Doe, DVM",
    ] {
        assert_eq!(read(line, None), None, "{line}");
    }
}

#[test]
fn fields_before_other_text() {
    for (line, taken, expected) in [
        (" date 2025-02-06 Your support helps us", " date 2025-02-06", "date=2025-02-06"),
        ("date: 2025-02-06 Your support helps us", "date: 2025-02-06", "date=2025-02-06"),
        ("Published: Jan 3, 2024 The river rose.", "Published: Jan 3, 2024", "date=2024-01-03"),
        ("PublishedJan 3, 2024The river rose.", "PublishedJan 3, 2024", "date=2024-01-03"),
        ("4 min read The river rose.", "4 min read", "reading_time=4 min"),
        (
            "Von Jana Muster, 6. Februar 2025, 14:03 Uhr Lesezeit: 4 Min. Der Bach stieg.",
            "Von Jana Muster, 6. Februar 2025, 14:03 Uhr Lesezeit: 4 Min.",
            "author=Jana Muster date=2025-02-06T14:03:00 reading_time=4 min",
        ),
        (
            "date 2025-02-06 | 4 min read “Rise,” she said.",
            "date 2025-02-06 | 4 min read",
            "date=2025-02-06 reading_time=4 min",
        ),
        (
            "Author: Jane Doe | Published: Jan 3, 2024 The river",
            "Author: Jane Doe | Published: Jan 3, 2024",
            "author=Jane Doe date=2024-01-03",
        ),
    ] {
        assert_eq!(read(line, None), Some((taken.to_owned(), expected.to_owned())), "{line}");
    }
}

#[test]
fn sentences_are_not_fields() {
    for line in [
        "Jane Doe | Jan 3, 2024 was a cold day.",
        "Big River | Small Boat",
        "On 6 February 2025 the council met.",
        "6 February 2025 was a cold day.",
        "2025-02-06 saw the river rise.",
        "2025-02-06 Your support helps us.",
        "May 1968 changed France.",
        "By Friday the river had risen.",
        "By Friday",
        "By Jane",
        "By Jane Doe the book was finished.",
        "By January 3, 2024 the river had risen.",
        "Published January 3, 2024, the report says little.",
        "Published January 3, 2024 in Berlin, the report says little.",
        "date 2025-02-06 and 2025-02-07 were cold",
        "Date: the fruit of the palm",
        "Date palms grow here.",
        "Updated: everything you need",
        "Author: the one who wrote it all and then left.",
        "Title:",
        "Tags: What they are and why they matter to all of us",
        "Source: Reuters",
        "Description: A fine thing",
        "language: a system of signs",
        "url: none",
        "Stand auf und geh.",
        "Von Menschen und Mäusen",
        "Von Berlin nach Hamburg",
        "Par amour",
        "Le 4 septembre 2025, le conseil se réunit.",
        "12:30, 4 September 2025 was the hour.",
        "2025年9月4日 12:30更新された記事",
        "来源：新华网",
        "来源：新华网 作者说",
        "出典：鈴木一郎 一九九九",
        "Jan 3, 2024 | Source: the minister, who said that it was cold",
        "Jan 3, 2024 | Source: He was there.",
        "Source: Reuters | Pictures: Jane Doe",
        "时间：2025年9月4日 地点：北京会议室",
        "4 min later she left.",
        "4 minutes",
        "Data from 2024",
        "Created equal",
        "",
        "   ",
        "|",
    ] {
        assert_eq!(read(line, None), None, "{line}");
    }
    let long = format!("Title: {}", "the river and the sea ".repeat(12));
    assert_eq!(read(&long, None), None);
}

#[test]
fn ambiguous_days_need_the_language() {
    let raw = read("date 04/09/2025", None).map(|(_, fields)| fields);
    assert_eq!(raw.as_deref(), Some("raw_date=04/09/2025"));
    assert_eq!(read("date 04/09/2025 was a cold day", None), None);
    assert_eq!(read("date 04/09/2025", Some("de")).map(|(_, fields)| fields).as_deref(), Some("date=2025-09-04"));
    assert_eq!(read("Le 04/09/2025 à 06:14", None), None);
    let dated = read("Le 04/09/2025 à 06:14", Some("fr")).map(|(_, fields)| fields);
    assert_eq!(dated.as_deref(), Some("date=2025-09-04T06:14:00"));
}

proptest! {
    #[test]
    fn never_panics_and_stays_inside(
        line in "\\PC{0,120}|((By|Von|Par|date|Published|Title|Tags|Lesezeit|4 min|read|Jane|Doe|News|2025-02-06|Jan 3|12:30|来源|作者|更新)[ :：|,·ß日\u{a0}]{0,2}){0,8}",
        language in proptest::option::of("[a-z]{2}|fr"),
    ) {
        if let Some((end, fields)) = of_line(&line, language.as_deref()) {
            prop_assert!(end <= line.len() && line.is_char_boundary(end) && end > 0);
            prop_assert!(!fields.is_empty());
            prop_assert!(fields.iter().all(|field| !field.value.is_empty()));
        }
    }
}
