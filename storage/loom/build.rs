//! Sets `loom` for this package alone; as a compiler flag it would reach all others too.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(loom)");
    println!("cargo::rustc-cfg=loom");
}
