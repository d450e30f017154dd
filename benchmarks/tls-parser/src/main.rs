//! Reads recorded connections with tls-parser over and over, for as long as it is told on standard input, and says what a reading cost
//! in CPU time of its thread.
//!
//! Argument: a file of connections, each two byte strings behind lengths of four bytes: what the client sent, what the server sent.
//! First line of output: how many messages of each type are in it. Then for each line of input (nanoseconds to spend) one of output:
//! nanoseconds for the whole file read once.

use std::hint::black_box;
use std::io::{BufRead, Write};
use tls_parser::*;

struct Connection {
    sides: [Vec<u8>; 2],
}

fn load(path: &str) -> Vec<Connection> {
    let bytes = std::fs::read(path).expect("the workload");
    let mut at = 0;
    let mut take = || {
        let length = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        let taken = bytes[at + 4..at + 4 + length].to_vec();
        at += 4 + length;
        (taken, at == bytes.len())
    };
    let mut all = Vec::new();
    loop {
        let (client, _) = take();
        let (server, end) = take();
        all.push(Connection { sides: [client, server] });
        if end {
            return all;
        }
    }
}

/// Hellos alone come in the clear after a ChangeCipherSpec, in TLS 1.3.
fn is_hello(content: &[u8]) -> bool {
    content.len() > 38
        && (content[0] == 1 || content[0] == 2)
        && u32::from_be_bytes([0, content[1], content[2], content[3]]) as usize == content.len() - 4
}

fn extensions(bytes: Option<&[u8]>, by_client: bool) {
    if let Some(block) = bytes {
        let read = if by_client {
            parse_tls_client_hello_extensions(block)
        } else {
            parse_tls_server_hello_extensions(block)
        };
        black_box(read.expect("extensions"));
    }
}

fn consume(message: &TlsMessage, counts: &mut [u64; 256]) {
    let TlsMessage::Handshake(handshake) = message else {
        black_box(message);
        return;
    };
    let kind = match handshake {
        TlsMessageHandshake::ClientHello(hello) => {
            extensions(hello.ext, true);
            1
        }
        TlsMessageHandshake::ServerHello(hello) => {
            extensions(hello.ext, false);
            2
        }
        TlsMessageHandshake::NewSessionTicket(_) => 4,
        TlsMessageHandshake::Certificate(_) => 11,
        TlsMessageHandshake::ServerKeyExchange(_) => 12,
        TlsMessageHandshake::CertificateRequest(_) => 13,
        TlsMessageHandshake::ServerDone(_) => 14,
        TlsMessageHandshake::CertificateVerify(_) => 15,
        TlsMessageHandshake::ClientKeyExchange(_) => 16,
        TlsMessageHandshake::CertificateStatus(_) => 22,
        _ => 255,
    };
    counts[kind] += 1;
    black_box(handshake);
}

fn side(mut rest: &[u8], counts: &mut [u64; 256]) {
    let mut changed = false;
    while !rest.is_empty() {
        let Ok((behind, record)) = parse_tls_raw_record(rest) else {
            return;
        };
        rest = behind;
        changed |= record.hdr.record_type == TlsRecordType::ChangeCipherSpec;
        if record.hdr.record_type != TlsRecordType::Handshake || (changed && !is_hello(record.data)) {
            black_box(&record);
            continue;
        }
        let (_, messages) = parse_tls_record_with_header(record.data, &record.hdr).expect("a handshake record");
        for message in &messages {
            consume(message, counts);
        }
    }
}

fn read(all: &[Connection], counts: &mut [u64; 256]) {
    for connection in all {
        side(&connection.sides[1], counts);
        side(&connection.sides[0], counts);
    }
}

fn cpu_nanos() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

fn main() {
    let all = load(&std::env::args().nth(1).expect("a file"));
    let mut counts = [0u64; 256];
    read(&all, &mut counts);
    let mut out = std::io::stdout();
    for (kind, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        write!(out, "{kind}={count} ").unwrap();
    }
    writeln!(out).unwrap();
    out.flush().unwrap();
    for line in std::io::stdin().lock().lines() {
        let budget: u64 = line.unwrap().trim().parse().expect("nanoseconds");
        let begin = cpu_nanos();
        let mut operations = 0u64;
        let mut spent = 0;
        let mut batch = 1;
        while spent < budget {
            for _ in 0..batch {
                read(&all, &mut counts);
            }
            operations += batch;
            spent = cpu_nanos() - begin;
            if spent < budget / 20 {
                batch *= 2;
            }
        }
        writeln!(out, "{}", spent as f64 / operations as f64).unwrap();
        out.flush().unwrap();
    }
}
