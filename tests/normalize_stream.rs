//! The promise of `dehusk normalize`: characters only, whatever the size, and twice is once.

use std::fs;

use assert_cmd::Command;

/// Standard output of a command that ended well.
fn says(mut command: Command) -> String {
    let output = command.assert().success().get_output().stdout.clone();
    String::from_utf8(output).expect("UTF-8")
}

fn normalize(arguments: &[&str], input: &[u8]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dehusk"));
    command.arg("normalize").args(arguments).write_stdin(input);
    command
}

#[test]
fn only_characters_change() {
    let text = "Share this!\r\n“Itâ€™s”  fine &amp; good\n\n\n\nLeave a Reply\n";
    let once = says(normalize(&[], text.as_bytes()));
    assert_eq!(once, "Share this!\n\"It's\" fine & good\n\nLeave a Reply\n");
    assert_eq!(says(normalize(&[], once.as_bytes())), once);
}

#[test]
fn flags_are_those_of_clean() {
    assert_eq!(says(normalize(&["--quotes", "keep"], "“ﬁ”".as_bytes())), "“ﬁ”\n");
    assert_eq!(says(normalize(&["--unicode", "nfkc"], "“ﬁ”".as_bytes())), "\"fi\"\n");
    assert_eq!(says(normalize(&["--quotes", "typographic", "--language", "de"], b"Er: \"Ja\".")), "Er: „Ja“.\n");
    assert_eq!(says(normalize(&["--charset", "windows-1252"], b"caf\xE9")), "café\n");
}

#[test]
fn what_is_no_utf_8_is_told_and_what_is_no_text_is_left_out() {
    let output =
        normalize(&["--count"], b"Fahrg\xE4ste \xEF\xBF\xBD m\xFCssen\n").assert().success().get_output().clone();
    assert_eq!(output.stdout, "Fahrg\u{FFFD}ste \u{FFFD} m\u{FFFD}ssen\n".as_bytes());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("-: 2 places are no UTF-8") && said.contains("--charset") && said.contains("replaced 2"),
        "{said}"
    );
    let output = normalize(&[], b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR").assert().code(1).get_output().clone();
    assert!(output.stdout.is_empty() && String::from_utf8_lossy(&output.stderr).contains("not text but a PNG image"));
}

#[test]
fn compressed_text_is_text() {
    let packed = zstd::encode_all("“a”\n".as_bytes(), 1).unwrap();
    assert_eq!(says(normalize(&[], &packed)), "\"a\"\n");
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path().join("there.txt");
    fs::write(&there, "“a”\n").unwrap();
    let (there, missing) = (there.to_str().unwrap(), folder.path().join("missing.txt"));
    let output = normalize(&[missing.to_str().unwrap(), there], b"").assert().code(3).get_output().clone();
    assert_eq!(output.stdout, b"\"a\"\n");
    assert!(String::from_utf8_lossy(&output.stderr).contains("missing.txt"));
    normalize(&["-o", there, there], b"").assert().code(2);
}
