//! The procedures that come with the program.

use approval::Procedure;

/// 机构备案, for regions without a procedure of their own.
const FILING: &str = include_str!("../../../data/procedures/filing.json");

/// All procedures of this area. One that cannot be read is left out, and a test says so.
pub(crate) fn procedures() -> Vec<Procedure> {
    [FILING].into_iter().filter_map(|json| Procedure::read(json).ok()).collect()
}

#[cfg(test)]
mod tests {
    use approval::Procedure;

    #[test]
    fn what_is_shipped_can_be_read() {
        assert_eq!(Procedure::read(super::FILING).map(|p| p.kind), Ok("filing".to_owned()));
        assert_eq!(super::procedures().len(), 1);
    }
}
