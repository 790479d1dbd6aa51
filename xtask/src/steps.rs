//! Single steps: build, check, run. What they print goes to standard error, so that a chore's own answer stands alone.

use crate::machine;
use std::io::stderr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

/// Done, or a sentence that says what did not work.
pub type Step = Result<(), String>;

/// The page comes first: the window packs `ui/dist` into itself and does not build without it.
///
/// One `--workspace` throughout: another selection means other features, and the same crates built twice.
pub fn test() -> Step {
    machine::ready()?;
    page()?;
    npm(&["run", "test"])?;
    formatted()?;
    // `cargo test` does not build the program itself, only its unit tests: the window tests would steer an old one.
    cargo(&["build", "--workspace", "--all-targets"])?;
    cargo(&["test", "--workspace"])?;
    storage()?;
    clean()
}

/// What can be said of the sources without running them.
pub fn check() -> Step {
    formatted()?;
    clean()
}

/// Form and types of the screens, and clippy. Last, because clippy checks every crate anew.
fn clean() -> Step {
    npm(&["run", "check"])?;
    cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
}

/// Every Rust file by name: `cargo fmt` follows `mod` lines and never sees a file that a macro declares, as the lists of kinds and tables do.
fn formatted() -> Step {
    let listed = Command::new("git").args(["ls-files", "-z", "--", "*.rs"]).current_dir(root()).output();
    let listed = listed.ok().filter(|listed| listed.status.success());
    let listed = listed.ok_or("git could not list the Rust files of this repository.")?;
    let text = String::from_utf8_lossy(&listed.stdout);
    // A file that is gone and not yet committed as gone is still listed.
    let files: Vec<&str> = text.split_terminator('\0').filter(|file| root().join(file).is_file()).collect();
    let edition = edition()?;
    // Some systems take only so many words at once.
    for some in files.chunks(100) {
        run(Command::new("rustfmt").args(["--check", "--edition", &edition]).args(some).current_dir(root()))?;
    }
    Ok(())
}

/// The workspace's edition, said once in its manifest.
fn edition() -> Result<String, String> {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).map_err(|why| format!("Cargo.toml: {why}"))?;
    let said = manifest.lines().find_map(|line| line.strip_prefix("edition = \""));
    said.and_then(|said| said.strip_suffix('"')).map(str::to_owned).ok_or_else(|| "Cargo.toml names no edition.".into())
}

/// The record's entities on a second database, where its server is installed.
pub fn storage() -> Step {
    if !Path::new("/usr/lib/postgresql").is_dir() {
        eprintln!("The storage trial was skipped: no PostgreSQL server is installed here.");
        return Ok(());
    }
    // Built apart from everything else, so that no program carries a second database.
    cargo(&["test", "--quiet", "--package", "record", "--features", "postgres", "--lib", "--", "postgres::"])
}

/// Licenses, bans and sources by `deny.toml`; known holes where the list of them can be fetched.
pub fn audit() -> Step {
    let deny = machine::deny()?;
    let ask = |words: &[&str]| run(Command::new(&deny).args(words).current_dir(root()));
    ask(&["check", "licenses", "bans", "sources"])?;
    // Fetching comes apart from judging, so that a machine without a network is told from a dependency with a hole.
    if run_quietly(Command::new(&deny).args(["fetch", "db"]).current_dir(root())).is_err() {
        eprintln!("Known holes were not looked for: the list of them could not be fetched.");
        return Ok(());
    }
    ask(&["--offline", "check", "advisories"])
}

/// Pictures of every page for people to look at, kept in the repository.
pub fn pages() -> Step {
    cargo(&["run", "--quiet", "--package", "paper", "--example", "contact_sheet", "--", "docs/pages"])
}

/// Everything is there and built.
pub fn built() -> Step {
    machine::ready()?;
    page()?;
    cargo(&["build", "--workspace"])
}

/// The screens' types, from the record's.
pub fn bindings() -> Step {
    run(cargo_command(&["test", "--quiet", "--workspace", "--test", "contract"]).env("UPDATE", "1"))
}

/// The fault runs at their full counts; every test run has them at small ones.
pub fn faults(words: &[String]) -> Step {
    let mut run_them = cargo_command(&["test", "--quiet", "--workspace", "--test", "faults", "--", "--full"]);
    run(run_them.args(words))
}

/// Opens the program just built; the demo has a folder inside this project and is made anew once a day.
pub fn run_app(words: &[String]) -> Step {
    built()?;
    let mut app = Command::new(program("debug", "handrail"));
    if words.iter().any(|word| word == "--demo") {
        let demo = root().join(".handrail").join("demo");
        fresh_demo(&demo)?;
        app.env("HANDRAIL_DEMO", &demo);
    }
    run(app.args(words))
}

/// Its dates are told from today, so yesterday's demo would have nothing due.
fn fresh_demo(folder: &Path) -> Step {
    let told = folder.join("sign-in.txt");
    let day = Duration::from_secs(12 * 60 * 60);
    let age = told.metadata().and_then(|about| about.modified()).map(|at| SystemTime::now().duration_since(at));
    if !matches!(age, Ok(Ok(age)) if age < day) {
        let _ = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
        let made = Command::new(program("debug", "headless")).arg("demo").arg(folder.join("vault")).output();
        let made = made.map_err(|why| format!("The demo could not be made: {why}"))?;
        if !made.status.success() {
            return Err(format!("The demo could not be made. {}", String::from_utf8_lossy(&made.stderr)));
        }
        std::fs::write(&told, made.stdout).map_err(|why| format!("{}: {why}", told.display()))?;
    }
    eprintln!("{}", std::fs::read_to_string(&told).unwrap_or_default());
    Ok(())
}

/// Hands over to the program without a window. Paths in `words` are read from where the person stands.
pub fn headless(profile: &str, chore: &str, words: &[String]) -> Step {
    let status = Command::new(program(profile, "headless")).arg(chore).args(words).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("{chore} did not finish.")),
        Err(why) => Err(format!("{chore}: {why}")),
    }
}

/// Hands over to the checker, which says itself what it found.
pub fn verify(words: &[String]) -> Step {
    match Command::new(program("debug", "handrail-verify")).args(words).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("verify: {status}")),
        Err(why) => Err(format!("verify: {why}")),
    }
}

/// Builds the screens.
pub fn page() -> Step {
    npm(&["run", "build"])
}

/// npm in the screens' folder.
pub fn npm(words: &[&str]) -> Step {
    let name = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run_quietly(Command::new(name).args(words).current_dir(root().join("ui")))
}

/// The cargo that started this one, so that the toolchain stays the same.
pub fn cargo(words: &[&str]) -> Step {
    run(&mut cargo_command(words))
}

/// The same, to be completed.
pub fn cargo_command(words: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(words).current_dir(root());
    command
}

/// Runs it to its end. Standard input stays with the chore itself.
pub fn run(command: &mut Command) -> Step {
    match command.stdin(Stdio::null()).stdout(stderr()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{}: {status}", told(command))),
        Err(error) => Err(format!("{}: {error}", told(command))),
    }
}

/// Runs it and shows what it said only when it fails.
pub fn run_quietly(command: &mut Command) -> Step {
    match command.stdin(Stdio::null()).output() {
        Ok(answer) if answer.status.success() => Ok(()),
        Ok(answer) => {
            let said = [answer.stdout, answer.stderr].concat();
            Err(format!("{}\n{}: {}", String::from_utf8_lossy(&said), told(command), answer.status))
        }
        Err(error) => Err(format!("{}: {error}", told(command))),
    }
}

fn told(command: &Command) -> String {
    let words = command.get_args().map(|word| word.to_string_lossy());
    std::iter::once(command.get_program().to_string_lossy()).chain(words).collect::<Vec<_>>().join(" ")
}

/// Programs lie beside this one, whatever the target folder is called.
fn program(profile: &str, name: &str) -> PathBuf {
    let me = std::env::current_exe().unwrap_or_default();
    let folder = me.parent().and_then(Path::parent).map(|target| target.join(profile)).unwrap_or_default();
    folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The folder of this repository.
pub fn root() -> PathBuf {
    // Cargo tells it as this runs, so that a clone that was moved finds itself.
    let told = std::env::var_os("CARGO_MANIFEST_DIR");
    let here = told.map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    here.parent().map_or(here.clone(), Path::to_owned)
}
