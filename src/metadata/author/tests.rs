//! Names of authors in bylines and statements.

use super::*;
use proptest::prelude::*;

#[test]
fn bylines_become_names() {
    for (byline, expected) in [
        ("Jane Doe", &["Jane Doe"][..]),
        ("By Jane Doe", &["Jane Doe"]),
        ("Written by: Jane Doe", &["Jane Doe"]),
        ("Von Jana Muster", &["Jana Muster"]),
        ("durch Jana Muster", &["Jana Muster"]),
        ("par Jeanne Modèle", &["Jeanne Modèle"]),
        ("Por Juana de la Cruz", &["Juana de la Cruz"]),
        ("Jane Doe and John Roe", &["Jane Doe", "John Roe"]),
        ("Jane Doe, John Roe & Ann Poe", &["Jane Doe", "John Roe", "Ann Poe"]),
        ("Jana Muster und Tom Beispiel", &["Jana Muster", "Tom Beispiel"]),
        ("Jane Doe, Staff Writer", &["Jane Doe"]),
        ("Jane Doe, Software Engineer", &["Jane Doe"]),
        ("Jane Doe, Public Policy", &["Jane Doe"]),
        ("Jane Doe, SEA TODAY", &["Jane Doe"]),
        ("JANE DOE-DeROE, JOHN ROE", &["JANE DOE-DeROE", "JOHN ROE"]),
        ("Jane Doe, New York", &["Jane Doe"]),
        ("Jane Doe | Example Times", &["Jane Doe"]),
        ("Jane Doe - Senior Editor", &["Jane Doe"]),
        ("Jane Doe Updated January 3, 2024", &["Jane Doe"]),
        ("Jane Doe 3 Jan 2024", &["Jane Doe"]),
        ("03/10/2023 by Jane Doe", &["Jane Doe"]),
        ("Posted byJane Doe", &["Jane Doe"]),
        ("Jeanne Modèle et Jean Exemple", &["Jeanne Modèle", "Jean Exemple"]),
        ("Juana Ortega y Gasset", &["Juana Ortega y Gasset"]),
        ("Анна Иванова и Пётр Петров", &["Анна Иванова", "Пётр Петров"]),
        ("王小明、李小红", &["王小明", "李小红"]),
        ("记者 王小明", &["王小明"]),
        ("佐伯恵記者", &["佐伯恵"]),
        ("文・写真：佐伯恵", &["佐伯恵"]),
        ("홍길동 기자", &["홍길동"]),
        ("كتبت: منى سعيد", &["منى سعيد"]),
        ("文・佐伯恵", &["佐伯恵"]),
        ("מאת יעל כהן", &["יעל כהן"]),
        ("โดย ปรียา ใจดี", &["ปรียา ใจดี"]),
        ("लेखक: कविता जोशी", &["कविता जोशी"]),
        ("نویسنده: نرگس رضایی", &["نرگس رضایی"]),
        ("Bài: Lê Minh Thư", &["Lê Minh Thư"]),
        ("Yazar Elif Örnek", &["Elif Örnek"]),
        ("執筆者：佐伯恵", &["佐伯恵"]),
        ("ライター：佐伯恵", &["佐伯恵"]),
        ("投稿者: はるか", &["はるか"]),
        ("取材・文＝佐伯恵", &["佐伯恵"]),
        ("文＝佐伯恵 写真＝田中一", &["佐伯恵"]),
        ("执笔：王小明", &["王小明"]),
        ("撰文／王小明", &["王小明"]),
        ("文｜王小明", &["王小明"]),
        ("文字 | 王小明", &["王小明"]),
        ("文/王小明 图/李红", &["王小明"]),
        ("文在寅", &["文在寅"]),
        ("記者王小明／某地報導", &["王小明"]),
        ("记者 王小明 某地报道", &["王小明"]),
        ("记者综合报道", &[]),
        ("某某记者协会", &["某某记者协会"]),
        ("글쓴이 김하늘", &["김하늘"]),
        ("작성자: 김하늘", &["김하늘"]),
        ("김하늘 기자 sky@example.org", &["김하늘"]),
        ("김하늘 기자(sky@example.org)", &["김하늘"]),
        ("بواسطة محمد علي", &["محمد علي"]),
        ("Γράφει ο Νίκος Παράδειγμας", &["Νίκος Παράδειγμας"]),
        ("Γράφει ο/η Μαρία Παραδείγματος", &["Μαρία Παραδείγματος"]),
        ("Oprac. Anna Wzorowa", &["Anna Wzorowa"]),
        ("Opracowanie: Anna Wzorowa", &["Anna Wzorowa"]),
        ("Napisane przez Anna Wzorowa", &["Anna Wzorowa"]),
        ("Postado por Ana Exemplo", &["Ana Exemplo"]),
        ("Ditulis oleh Budi Contoh", &["Budi Contoh"]),
        ("Napsal(a) Jana Vzorná", &["Jana Vzorná"]),
        ("Scris de Ion Exemplu", &["Ion Exemplu"]),
        ("Redactor: Ion Exemplu", &["Ion Exemplu"]),
        ("Geplaatst door Jan de Voorbeeld", &["Jan de Voorbeeld"]),
        ("Autor/a: Ana Ejemplo", &["Ana Ejemplo"]),
        ("来源：某某社", &[]),
        ("來源：某某社 作者：王小明", &["王小明"]),
        ("王小明 来源：某某社", &["王小明"]),
        ("출처: 어느신문", &[]),
        ("Источник: Пример", &[]),
        ("Źródło: Wzór", &[]),
        ("Kaynak: Örnek", &[]),
        ("Jane Bron | Example Times", &["Jane Bron"]),
        ("Oleh Ivanenko", &["Oleh Ivanenko"]),
        ("De Gaulle", &["De Gaulle"]),
        ("Yazan Haddad", &["Yazan Haddad"]),
        ("Di Wu", &["Di Wu"]),
        ("di Chiara Esempio", &["Chiara Esempio"]),
        ("Super User", &[]),
        ("茶路笔记 发布时间：10-08 12:00", &["茶路笔记"]),
        ("茶路笔记 关注", &["茶路笔记"]),
        ("王小明 编辑：李红", &["王小明"]),
        ("作者：未知 责任编辑：王小明", &[]),
        ("[责任编辑：王小明 PK1]", &[]),
        ("发布于 2019-09-26 07:19:52", &[]),
        ("von am 20.06.2018", &[]),
        ("Last Updated: January 7, 2025", &[]),
        ("Jane Doe www.example.org Jane Doe is a sailor", &["Jane Doe"]),
        ("By Jane Doe @jane on June 26, 2014", &["Jane Doe"]),
        ("name, jane@example.org", &[]),
        ("Stan Stand", &["Stan Stand"]),
        ("Jane (Ann) Doe", &["Jane (Ann) Doe"]),
        ("Jane Doe (Berlin)", &["Jane Doe"]),
        ("Jane Doe Content Marketing Coordinator", &["Jane Doe"]),
        ("Jane Doe, Home and Digital Security Expert", &["Jane Doe"]),
        ("Jane Doe Reviewed by John Roe", &["Jane Doe"]),
        ("Example Editorial Team", &["Example Editorial Team"]),
        ("Redaktion", &["Redaktion"]),
        ("Sammy Davis Jr.", &["Sammy Davis Jr."]),
        ("jane_doe", &["jane_doe"]),
        ("Jane Doe; Jane Doe", &["Jane Doe"]),
        ("jane@example.org", &[]),
        ("https://example.org/jane", &[]),
        ("@jane", &["jane"]),
        ("admin", &[]),
        ("By", &[]),
        ("Von der Redaktion, die immer und überall für Sie da ist, auch heute", &["der Redaktion"]),
        ("", &[]),
    ] {
        assert_eq!(names(byline), expected, "{byline}");
    }
}

#[test]
fn what_no_name_looks_like() {
    for name in ["Jane Doe", "jane", "Jeanne de la Croix", "王小明"] {
        assert!(is_likely(name), "{name}");
    }
    for text in ["Feb", "März", "Sat", "Email address", "Login/Register", "Home » Travel"] {
        assert!(!is_likely(text), "{text}");
    }
}

#[test]
fn full_names() {
    for name in ["Jane Doe", "JANE DOE", "Jane van Dyke", "J. R. Roe", "Ann-Marie O'Neill", "Лев Толстой"] {
        assert!(is_full_name(name), "{name}");
    }
    for text in ["Jane", "Friday the river", "Staff Writer", "Jane Doe wrote", "A B C D E", "4 Jane Doe", ""] {
        assert!(!is_full_name(text), "{text}");
    }
}

#[test]
fn leads_alone() {
    for text in ["Written by", "By:", "Autor", "Von"] {
        assert!(is_lead(text), "{text}");
    }
    for text in ["Written by Jane", "Bystander", ""] {
        assert!(!is_lead(text), "{text}");
    }
}

#[test]
fn lines_that_lead_to_the_next() {
    for line in ["Written by", "Text:", "Autor", "Yazar:", "文／", "作者", "글쓴이"] {
        assert!(announces(line), "{line}");
    }
    for line in ["Text", "Yazan", "文", "Written by Jane"] {
        assert!(!announces(line), "{line}");
    }
    for heading in ["Author", "Written by", "作者"] {
        assert!(heads_author(heading), "{heading}");
    }
    for heading in ["Text", "Text:", "Door", "Via", "Von"] {
        assert!(!heads_author(heading), "{heading}");
    }
}

#[test]
fn words_for_by_of_one_language() {
    for (byline, language, expected) in [
        ("De Ion Exemplu", "ro", "Ion Exemplu"),
        ("De Ion Exemplu", "fr", "De Ion Exemplu"),
        ("De Gaulle", "ro", "De Gaulle"),
        ("Od Jana Vzorná", "cs", "Jana Vzorná"),
        ("Від Ганна Зразок", "uk", "Ганна Зразок"),
        ("Oleh Budi Contoh", "id", "Budi Contoh"),
        ("Oleh Petro Ivanenko", "en", "Oleh Petro Ivanenko"),
        ("Yazan Elif Örnek", "tr", "Elif Örnek"),
        ("Designer Jane Doe", "ro", "Designer Jane Doe"),
    ] {
        assert_eq!(without_by(byline, Some(language)), expected, "{byline}");
    }
}

proptest! {
    #[test]
    fn never_panics(text in "\\PC{0,120}|((By|von|and|,|;|on|Jane|Doe|2025)[ ]?){0,12}") {
        for name in names(&text) {
            prop_assert!(!name.trim().is_empty());
        }
    }
}
