//! A folder of documents and the command beside it, for the tests of the command.
#![allow(dead_code)] // each test file uses its own part

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// An article that has nothing to remove.
pub const ARTICLE: &str = "The river rose by a metre during the night, and the town closed its lower bridge.\n\n\
     Nobody was hurt. The mayor said that the bridge would open again as soon as the water had fallen and \
     the engineers had looked at its piers.\n";

/// A page with an article and a menu around it.
pub const PAGE: &str = "<!DOCTYPE html><html lang=\"en\"><head><title>The river rose</title></head><body>\
     <nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/news\">News</a></li></ul></nav>\
     <article><h1>The river rose</h1>\
     <p>The river rose by a metre during the night, and the town closed its lower bridge to all traffic.</p>\
     <p>Nobody was hurt. The mayor said that the bridge would open again as soon as the water had fallen and \
     the engineers had looked at its piers, which were built in 1902 and repaired twice since.</p>\
     <p>Further up the valley, farmers moved their cattle to higher ground before the rain began on Monday.</p>\
     </article><footer><a href=\"/imprint\">Imprint</a></footer></body></html>\n";

/// The article of [`ARTICLE`] with the line of a comment form below it.
pub fn with_residue() -> String {
    format!("{ARTICLE}\nLeave a Reply\n")
}

/// A temporary folder; `at` names places in it.
pub struct Scene(TempDir);

impl Scene {
    pub fn new() -> Scene {
        Scene(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn with(files: &[(&str, &[u8])]) -> Scene {
        let scene = Scene::new();
        for (name, bytes) in files {
            scene.write(name, bytes);
        }
        scene
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().expect("inside the scene")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.at(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// All files below `name`, relative to it, sorted.
    pub fn files(&self, name: &str) -> Vec<String> {
        let root = self.at(name);
        let mut folders = vec![root.clone()];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.push(relative(&path, &root));
                }
            }
        }
        files.sort();
        files
    }

    /// The command, called inside the scene.
    pub fn dehusk(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dehusk"));
        command.current_dir(self.0.path()).args(arguments).timeout(std::time::Duration::from_secs(60));
        command
    }
}

fn relative(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/")
}

/// What a command said and how it ended.
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Runs the command to its end.
pub fn run(mut command: Command) -> Said {
    let output = command.output().expect("the command starts");
    Said {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
        err: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
    }
}
