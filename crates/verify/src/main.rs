//! `handrail-verify`: the check as a program of its own.

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    std::process::exit(verify::run(&words, &mut std::io::stdin().lock(), &mut std::io::stdout().lock()));
}
