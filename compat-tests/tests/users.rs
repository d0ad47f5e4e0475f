//! Users of a real server that is killed: whoever was acknowledged is there, with the password
//! that was acknowledged.

use std::sync::Mutex;
use std::thread;

use quiver_compat_tests::harness::Server;

#[test]
fn acknowledged_users_survive_kill_9() {
    let mut server = Server::start();
    let acknowledged = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for worker in 0..16 {
            let mut client = server.connect();
            let acknowledged = &acknowledged;
            scope.spawn(move || {
                for round in 0..100 {
                    let name = format!("u{worker}_{round}");
                    let made = client.run(
                        "CREATE USER $name SET PASSWORD 'password-1' CHANGE NOT REQUIRED",
                        [("name", name.as_str().into())],
                    );
                    if made.is_err() {
                        return;
                    }
                    acknowledged.lock().expect("the list").push(name);
                }
            });
        }
        // Killed while they go on.
        while acknowledged.lock().expect("the list").len() < 40 {
            thread::yield_now();
        }
        server.kill();
    });
    server.start_again().expect("started again");
    let mut client = server.connect();
    for name in acknowledged.into_inner().expect("the list") {
        let found = client
            .run(
                "SHOW USERS YIELD user WHERE user = $name RETURN count(*)",
                [("name", name.as_str().into())],
            )
            .expect("the users");
        assert_eq!(found.integer(), 1, "{name} was acknowledged and is lost");
    }
    client
        .run("DROP USER u0_0 IF EXISTS", [])
        .expect("users can be changed after a crash");
}
