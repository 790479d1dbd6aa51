//! What of the data key stays in a process's memory after the record is locked.

use crate::room::{PASSWORD, Room};
use serde_json::json;
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::process::Command;

/// What to look for, kept under a pad so that looking for it plants nothing.
struct Wanted {
    masked: Vec<u8>,
}

const PAD: u8 = 0x5A;

impl Wanted {
    fn starts_at(&self, memory: &[u8]) -> bool {
        memory.len() >= self.masked.len() && memory.iter().zip(&self.masked).all(|(byte, masked)| byte ^ PAD == *masked)
    }
}

/// Searches everything this process can write to.
fn copies(wanted: &[Wanted]) -> Vec<usize> {
    let maps = std::fs::read_to_string("/proc/self/maps").expect("a map of this process");
    let memory = File::open("/proc/self/mem").expect("this process's memory");
    let mut found = vec![0; wanted.len()];
    let mut begins = [false; 256];
    for wanted in wanted {
        begins[usize::from(wanted.masked[0] ^ PAD)] = true;
    }
    // One buffer for all of it; a piece reaches into the next one, so that nothing hides on a border.
    let (piece, overlap) = (1 << 20, 63);
    let mut buffer = vec![0_u8; piece + overlap];
    let own = buffer.as_ptr() as u64..buffer.as_ptr() as u64 + buffer.len() as u64;
    for line in maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|rights| rights.starts_with("rw"))) {
        let (from, to) = line.split(' ').next().expect("a range").split_once('-').expect("two ends");
        let address = |text| u64::from_str_radix(text, 16).expect("an address");
        let (mut at, end) = (address(from), address(to));
        while at < end {
            let here = usize::try_from((end - at).min((piece + overlap) as u64)).expect("small");
            let read = memory.read_at(&mut buffer[..here], at).unwrap_or(0);
            // The buffer is memory of this process too: what it shows of other places is no copy.
            let (from, to) = (own.start.max(at), own.end.min(at + read as u64));
            if from < to {
                let offset = |address: u64| usize::try_from(address - at).expect("within the piece");
                buffer[offset(from)..offset(to)].fill(0);
            }
            for start in 0..read.min(piece) {
                if begins[usize::from(buffer[start])] {
                    for (wanted, found) in wanted.iter().zip(&mut found) {
                        *found += usize::from(wanted.starts_at(&buffer[start..read]));
                    }
                }
            }
            at += piece as u64;
        }
    }
    found
}

/// In a process of its own: other tests have keys too, and much memory.
#[test]
fn after_locking_no_copy_of_the_data_key_is_left_in_memory() {
    let words = ["memory::the_process_that_is_searched", "--exact", "--ignored", "--nocapture"];
    let run = Command::new(std::env::current_exe().expect("this test")).args(words).output().expect("a process");
    assert!(run.status.success(), "{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(String::from_utf8_lossy(&run.stdout).contains("1 passed"), "it was run");
}

#[tokio::test]
#[ignore = "run by the test above, in a process of its own"]
async fn the_process_that_is_searched() {
    let room = Room::open().await;
    room.add("Toni Testcase", "counselor").await;
    room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.sit_down("Pat Sample").await;
    let first = wanted(&room).await;

    let mut planted: Vec<u8> = first[1].masked.iter().map(|byte| byte ^ PAD).collect();
    assert!(copies(&first)[1] > 0, "what is planted is found");
    planted.fill(0);
    assert_eq!(std::hint::black_box(&planted)[0], 0);

    room.ask("lock", json!({})).await;
    assert_eq!(copies(&first), [0, 0], "after the first lock");
    room.ask("unlock", json!({ "name": "Pat Sample", "password": PASSWORD })).await;
    let staff = room.ask("staff", json!({})).await;
    let toni =
        staff.as_array().expect("rows").iter().find(|row| row["name"] == "Toni Testcase").expect("Toni")["staff"]
            .clone();
    room.ask("remove_staff", json!({ "staff": toni, "reason": "Works elsewhere", "password": PASSWORD })).await;
    let second = wanted(&room).await;
    room.ask("change_password", json!({ "password": PASSWORD, "new_password": "three blue herons at dawn" })).await;
    room.ask("lock", json!({})).await;
    assert_eq!((copies(&first), copies(&second)), (vec![0, 0], vec![0, 0]), "after a removal and a new password");
}

/// The data key as bytes, and as the digits SQLCipher is given.
async fn wanted(room: &Room) -> [Wanted; 2] {
    let masked = room.record.data_key_under(&[PAD; 32]).await.expect("open");
    let digit = |half: u8| b"0123456789abcdef"[usize::from(half)] ^ PAD;
    let digits = masked.iter().flat_map(|byte| [digit((byte ^ PAD) >> 4), digit((byte ^ PAD) & 15)]).collect();
    [Wanted { masked: masked.to_vec() }, Wanted { masked: digits }]
}
