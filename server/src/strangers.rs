//! How many connections each address has that have not logged in: one address cannot use up what
//! is there for all.
//!
//! Not here: the limit on all connections, which is the listener's. Meet [`Strangers`] first.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Connections before login, by address.
#[derive(Default)]
pub struct Strangers {
    counts: Mutex<HashMap<IpAddr, usize>>,
}

/// One connection that is counted until this is dropped.
pub struct Stranger {
    strangers: Arc<Strangers>,
    address: IpAddr,
}

impl Strangers {
    /// Counts one more from `address`, unless there are `most` already.
    pub fn admit(self: &Arc<Self>, address: IpAddr, most: usize) -> Option<Stranger> {
        let mut counts = self.lock();
        let count = counts.entry(address).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Stranger {
            strangers: self.clone(),
            address,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        // Nothing under the lock can panic halfway through a change.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        let mut counts = self.strangers.lock();
        if let Some(count) = counts.get_mut(&self.address) {
            *count = count.saturating_sub(1);
            // Addresses that are gone are forgotten.
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_has_its_own_limit_and_nothing_stays() {
        let strangers = Arc::new(Strangers::default());
        let (here, there) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([127, 0, 0, 2]));
        let first = strangers.admit(here, 2);
        let second = strangers.admit(here, 2);
        assert!(first.is_some() && second.is_some());
        assert!(strangers.admit(here, 2).is_none());
        assert!(strangers.admit(there, 2).is_some());
        drop(first);
        assert!(strangers.admit(here, 2).is_some());
        drop(second);
        assert!(strangers.lock().is_empty());
    }
}
