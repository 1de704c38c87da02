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

proptest! {
    #[test]
    fn never_panics(text in "\\PC{0,120}|((By|von|and|,|;|on|Jane|Doe|2025)[ ]?){0,12}") {
        for name in names(&text) {
            prop_assert!(!name.trim().is_empty());
        }
    }
}
