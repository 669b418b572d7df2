//! The one integration-test binary; its tests are in `tests/it`.
