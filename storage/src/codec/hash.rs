//! SipHash-2-4 with 128 bits of output and a fixed key: the part of a cut unique key that stands
//! for what was cut.
//!
//! Written into files, so it must never change; not for hash tables. Start with [`hash128`].

const KEY: (u64, u64) = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908);

/// The hash of `bytes`.
pub(super) fn hash128(bytes: &[u8]) -> [u8; 16] {
    let mut state = State {
        v0: KEY.0 ^ 0x736f_6d65_7073_6575,
        v1: KEY.1 ^ 0x646f_7261_6e64_6f6d ^ 0xee,
        v2: KEY.0 ^ 0x6c79_6765_6e65_7261,
        v3: KEY.1 ^ 0x7465_6462_7974_6573,
    };
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        state.absorb(u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    last[7] = bytes.len() as u8;
    state.absorb(u64::from_le_bytes(last));

    let mut hash = [0; 16];
    state.v2 ^= 0xee;
    hash[..8].copy_from_slice(&state.finish().to_le_bytes());
    state.v1 ^= 0xdd;
    hash[8..].copy_from_slice(&state.finish().to_le_bytes());
    hash
}

struct State {
    v0: u64,
    v1: u64,
    v2: u64,
    v3: u64,
}

impl State {
    fn absorb(&mut self, word: u64) {
        self.v3 ^= word;
        self.round();
        self.round();
        self.v0 ^= word;
    }

    fn finish(&mut self) -> u64 {
        for _ in 0..4 {
            self.round();
        }
        self.v0 ^ self.v1 ^ self.v2 ^ self.v3
    }

    fn round(&mut self) {
        self.v0 = self.v0.wrapping_add(self.v1);
        self.v1 = self.v1.rotate_left(13) ^ self.v0;
        self.v0 = self.v0.rotate_left(32);
        self.v2 = self.v2.wrapping_add(self.v3);
        self.v3 = self.v3.rotate_left(16) ^ self.v2;
        self.v0 = self.v0.wrapping_add(self.v3);
        self.v3 = self.v3.rotate_left(21) ^ self.v0;
        self.v2 = self.v2.wrapping_add(self.v1);
        self.v1 = self.v1.rotate_left(17) ^ self.v2;
        self.v2 = self.v2.rotate_left(32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_reference_answers() {
        let hex = |hash: [u8; 16]| hash.iter().map(|b| format!("{b:02x}")).collect::<String>();
        assert_eq!(hex(hash128(b"")), "a3817f04ba25a8e66df67214c7550293");
        assert_eq!(hex(hash128(&[0])), "da87c1d86b99af44347659119b22fc45");
    }
}
