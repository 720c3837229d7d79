//! Pseudorandom numbers that are the same on every machine, because they use integers only.

/// Hashes two numbers into one.
pub(crate) fn mix(a: u64, b: u64) -> u64 {
    scramble(a ^ scramble(b.wrapping_add(GOLDEN)))
}

/// Hashes a text, starting from a seed.
pub(crate) fn mix_text(seed: u64, text: &str) -> u64 {
    text.bytes()
        .fold(scramble(seed.wrapping_add(GOLDEN)), |hash, byte| {
            mix(hash, u64::from(byte))
        })
}

/// A stream of pseudorandom numbers (SplitMix64). The seed determines all of it.
#[derive(Clone)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Returns a number below `end`, or 0 if `end` is 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        // The upper half of the product is evenly distributed and needs no division.
        ((u128::from(scramble(self.state)) * u128::from(end)) >> 64) as u64
    }

    /// Returns true in `permille` of 1000 cases.
    pub(crate) fn chance(&mut self, permille: u64) -> bool {
        self.below(1000) < permille
    }

    /// Returns one of `choices`, each with a probability proportional to its weight.
    pub(crate) fn weighted<'a, T>(
        &mut self,
        choices: &'a [T],
        weight: impl Fn(&T) -> u64,
    ) -> &'a T {
        let total = choices.iter().map(&weight).sum();
        let mut left = self.below(total);
        for choice in choices {
            match left.checked_sub(weight(choice)) {
                Some(rest) => left = rest,
                None => return choice,
            }
        }
        // Reached only if every weight is 0.
        &choices[0]
    }

    /// Returns a number that is below `table[i].1` in `table[i].0` of 1000 cases.
    pub(crate) fn quantile(&mut self, table: &Quantiles) -> i64 {
        let at = self.below(1_000_000) as i64;
        let mut low = (0, 0);
        for &(permille, value) in table {
            let high = (permille * 1000, value);
            if at < high.0 {
                return low.1 + (high.1 - low.1) * (at - low.0) / (high.0 - low.0);
            }
            low = high;
        }
        low.1
    }
}

/// Quantiles in ascending order: `(permille, value)`, the last with 1000. Values between them are
/// interpolated linearly.
pub(crate) type Quantiles = [(i64, i64)];

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

fn scramble(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
