//! Who takes part, and how they are installed and started.

use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::environment;

/// An extractor of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Peer {
    /// The Python package (C++ below it), main-content mode.
    Resiliparse,
    /// The Python package.
    Trafilatura,
    /// The crate, which knows types of pages.
    RsTrafilatura,
    /// The crate that is called like the Python package, with its fallback extractors.
    TrafilaturaCrate,
    /// The crate, a Readability.
    #[value(name = "dom_smoothie")]
    DomSmoothie,
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.to_possible_value().expect("no peer is skipped").get_name())
    }
}

impl Peer {
    /// All of them, in the order of the table.
    pub const ALL: [Peer; 5] =
        [Peer::RsTrafilatura, Peer::TrafilaturaCrate, Peer::Trafilatura, Peer::Resiliparse, Peer::DomSmoothie];

    fn is_python(self) -> bool {
        matches!(self, Peer::Resiliparse | Peer::Trafilatura)
    }

    /// Its name, version and setting.
    fn label(self, version: &str) -> String {
        match self {
            Peer::Resiliparse => format!("resiliparse {version} (Python, C++), main content"),
            Peer::Trafilatura => format!("trafilatura {version} (Python)"),
            Peer::RsTrafilatura => format!("rs-trafilatura {version}, with the address"),
            Peer::TrafilaturaCrate => format!("trafilatura crate {version}, with fallback"),
            Peer::DomSmoothie => format!("dom_smoothie {version}"),
        }
    }

    /// The name under which its version is pinned.
    fn package(self) -> String {
        match self {
            Peer::TrafilaturaCrate => "trafilatura".to_owned(),
            _ => self.to_string(),
        }
    }
}

/// Something that takes part.
#[derive(Debug, Clone)]
pub struct Extractor {
    /// What the table calls it.
    pub label: String,
    /// A name for its log.
    pub name: String,
    /// Program and arguments, ahead of the path of the pages.
    pub command: Vec<OsString>,
    /// Whether its speed is measured.
    pub timed: bool,
}

/// The folder of the pinned versions and of the peers' workers.
fn sources() -> PathBuf {
    crate::root().join("xtask/versus")
}

fn environment(place: &Path) -> PathBuf {
    place.join("python")
}

fn crates(place: &Path) -> PathBuf {
    place.join("crates")
}

/// Installs what is not there yet.
pub fn install(peers: &[Peer], place: &Path) -> Result<()> {
    if peers.iter().any(|peer| peer.is_python()) {
        eprintln!("versus: peers from PyPI, in {}", environment(place).display());
        environment::python(&environment(place), &sources().join("requirements.txt"))
            .context("resiliparse and trafilatura cannot take part; --peers leaves them out")?;
    }
    if peers.iter().any(|peer| !peer.is_python()) {
        eprintln!("versus: peers from crates.io, in {}", crates(place).display());
        let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        build.args(["build", "--quiet", "--release", "--locked", "--manifest-path"]);
        build.arg(sources().join("Cargo.toml")).arg("--target-dir").arg(crates(place));
        environment::call(&mut build).context("the crates cannot take part; --peers leaves them out")?;
    }
    Ok(())
}

/// Everybody, dehusk first. The models of the cross-validation are trained like the one that is shipped, on
/// other pages, so they take the same time.
pub fn all(peers: &[Peer], with_folds: bool, place: &Path) -> Result<Vec<Extractor>> {
    let own = std::env::current_exe().context("the path of this program")?;
    let dehusk = |label: &str, model: &str, timed| Extractor {
        label: format!("**dehusk {}**, {label}", env!("CARGO_PKG_VERSION")),
        name: format!("dehusk-{model}"),
        command: vec![own.clone().into(), "versus-worker".into(), model.into()],
        timed,
    };
    let mut all = vec![dehusk("as shipped: its model was trained on these pages", "shipped", true)];
    if with_folds {
        all.push(dehusk(
            "cross-validated: models that never saw the page's host; `--quotes keep`",
            "cross-validated",
            false,
        ));
    }
    let requirements = fs::read_to_string(sources().join("requirements.txt"))?;
    let manifest = fs::read_to_string(sources().join("Cargo.toml"))?;
    for &peer in peers {
        let version = if peer.is_python() { of_python(&requirements, peer) } else { of_crate(&manifest, peer) };
        let mut command = if peer.is_python() {
            vec![environment(place).join("bin/python").into(), sources().join("worker.py").into()]
        } else {
            vec![crates(place).join("release/versus-peers").into()]
        };
        command.push(OsString::from(peer.to_string()));
        all.push(Extractor { label: peer.label(&version?), name: peer.to_string(), command, timed: true });
    }
    Ok(all)
}

/// Those who normalize characters, dehusk first.
pub fn normalizers(place: &Path) -> Result<Vec<Extractor>> {
    install(&[Peer::Trafilatura, Peer::DomSmoothie], place)?;
    let own = std::env::current_exe().context("the path of this program")?;
    let (python, worker) = (environment(place).join("bin/python"), sources().join("worker.py"));
    let commands: [(&str, Vec<OsString>); 3] = [
        ("dehusk", vec![own.into(), "versus-worker".into(), "characters".into()]),
        ("plsfix", vec![crates(place).join("release/versus-peers").into(), "plsfix".into()]),
        ("ftfy", vec![python.into(), worker.into(), "ftfy".into()]),
    ];
    let extractor = |(name, command): (&str, Vec<OsString>)| Extractor {
        label: name.to_owned(),
        name: format!("characters-{name}"),
        command,
        timed: true,
    };
    Ok(commands.into_iter().map(extractor).collect())
}

fn of_python(requirements: &str, peer: Peer) -> Result<String> {
    let mut pins = requirements.lines().filter_map(|line| line.split_once("=="));
    match pins.find(|(name, _)| name.eq_ignore_ascii_case(&peer.package())) {
        Some((_, version)) => Ok(version.trim().to_owned()),
        None => bail!("requirements.txt does not pin {peer}"),
    }
}

fn of_crate(manifest: &str, peer: Peer) -> Result<String> {
    let manifest: toml::Table = toml::from_str(manifest)?;
    let pin = manifest.get("dependencies").and_then(|all| all.get(peer.package())).and_then(toml::Value::as_str);
    let pin = pin.with_context(|| format!("Cargo.toml does not pin {peer}"))?;
    Ok(pin.trim_start_matches('=').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_peer_has_a_pinned_version() {
        let all = all(&Peer::ALL, true, Path::new("x")).unwrap();
        assert_eq!(all.len(), 2 + Peer::ALL.len());
        for extractor in all {
            assert!(extractor.label.contains(|c: char| c.is_ascii_digit()), "{}", extractor.label);
        }
    }

    #[test]
    fn a_version_is_that_of_the_whole_name() {
        let pins = "trafilatura-extras==1.0\nTrafilatura==2.3.1\n";
        assert_eq!(of_python(pins, Peer::Trafilatura).unwrap(), "2.3.1");
        let error = of_python(pins, Peer::Resiliparse).unwrap_err();
        assert_eq!(error.to_string(), "requirements.txt does not pin resiliparse");
    }
}
