//! Scenarios of a few threads for loom: see [`in_every_order`].

/// A thread of a scenario.
pub(crate) type Part = Box<dyn FnOnce() + Send>;

/// Runs the threads that `scenario` makes in every order with at most two interruptions of a thread
/// that could have gone on (which is known to find nearly all that can go wrong), and after each
/// order what it says must be so then. Threads that all wait for each other are a failure.
pub(crate) fn in_every_order(scenario: impl Fn() -> (Vec<Part>, Part) + Send + Sync + 'static) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(2);
    model.check(move || {
        let (parts, check) = scenario();
        let threads: Vec<_> = parts.into_iter().map(loom::thread::spawn).collect();
        for thread in threads {
            thread.join().expect("a part ended as it should");
        }
        check();
    });
}
