//! The figures as a table in docs/performance.md, so that it is never written by hand.

use crate::Done;
use crate::report::Figure;
use kernel::Clock;

const FILE: &str = "docs/performance.md";
/// Where the figures of a benchmark begin and end.
fn marks(bench: &str) -> [String; 2] {
    [
        format!("<!-- figures of {bench}: written by --update-docs -->"),
        format!("<!-- end of {bench} -->"),
    ]
}

/// Puts date, machine, command and figures in the place of those that stand there.
pub fn update(bench: &str, figures: &[Figure], command: &str) -> Done<()> {
    let text = std::fs::read_to_string(FILE)?;
    let date = Clock::System.now().civil_date();
    let section = format!(
        "- **Date:** {date}\n- **Machine:** {}\n- **Command:** `{command}`\n\n{}",
        machine(),
        table(figures)
    );
    std::fs::write(FILE, replaced(&text, bench, &section)?)?;
    Ok(())
}

fn replaced(text: &str, bench: &str, section: &str) -> Done<String> {
    let [begin, end] = marks(bench);
    let missing = || format!("{FILE} has no place for the figures of {bench}");
    let (before, rest) = text.split_once(&begin).ok_or_else(missing)?;
    let (_, after) = rest.split_once(&end).ok_or_else(missing)?;
    Ok(format!("{before}{begin}\n{section}{end}{after}"))
}

fn table(figures: &[Figure]) -> String {
    let mut table = String::from("| figure | of | value | goal | bare | ratio | |\n");
    table.push_str("|---|---:|---:|---:|---:|---:|---|\n");
    for figure in figures {
        let (unit, goal) = (figure.unit, figure.goal);
        let met = goal.map_or("", |goal| if goal.is_met(figure.value) { "✓" } else { "missed" });
        let goal = goal.map(|goal| goal.to_string()).unwrap_or_default();
        let peer = figure.peer.map(short).unwrap_or_default();
        let ratio = figure.ratio().map(short).unwrap_or_default();
        let (metric, scale, value) = (figure.metric, figure.scale, short(figure.value));
        table.push_str(&format!(
            "| {metric} | {scale} | {value} {unit} | {goal} | {peer} | {ratio} | {met} |\n"
        ));
    }
    table
}

/// As many digits as a measurement is good for.
fn short(value: f64) -> String {
    match value.abs() {
        large if large >= 100.0 => format!("{value:.0}"),
        middle if middle >= 1.0 => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    }
}

/// The machine as Linux describes it, and how busy it was.
fn machine() -> String {
    let read = |file| std::fs::read_to_string(file).unwrap_or_default();
    let after = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        line.split_once(':').map(|(_, value)| value.trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let processor = after(&read("/proc/cpuinfo"), "model name").unwrap_or_default();
    let memory = after(&read("/proc/meminfo"), "MemTotal").unwrap_or_default();
    let kib: u64 = memory.split(' ').next().and_then(|word| word.parse().ok()).unwrap_or(0);
    let debian = read("/etc/debian_version");
    let load = read("/proc/loadavg");
    let load = load.split(' ').nth(1).unwrap_or_default();
    format!(
        "{cores} cores ({processor}), {} GiB of memory, Debian {}; load average at the end {load}",
        kib.div_ceil(1024 * 1024),
        debian.trim()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Goal;

    #[test]
    fn new_figures_take_the_place_of_old_ones() {
        let [begin, end] = marks("skeleton");
        let old = format!("before\n{begin}\nold\n{end}\nafter\n");
        let new = replaced(&old, "skeleton", "new\n").unwrap();
        assert_eq!(new, format!("before\n{begin}\nnew\n{end}\nafter\n"));
        assert_eq!(replaced(&new, "skeleton", "new\n").unwrap(), new);
        assert!(replaced(&new, "registers", "new").is_err());
    }

    #[test]
    fn a_row_says_whether_the_goal_was_met() {
        let figure = Figure::new("import", 100_000, 5000.0, "people/s").peer(12_345.6);
        let text = table(&[figure.goal(Goal::AtLeast(10_000.0))]);
        let row = text.lines().last().unwrap();
        assert_eq!(row, "| import | 100000 | 5000 people/s | >= 10000 | 12346 | 2.5 | missed |");
    }
}
