//! The program itself, as a process of its own on this machine.

use crate::Done;
use crate::http::{Connection, Request};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};

/// The address for which the province's certificates are made; the server listens elsewhere.
pub const PUBLIC_URL: &str = "http://127.0.0.1:8080";

/// Builds the program in the profile of this one, and gives where it lies.
pub async fn build() -> Done<PathBuf> {
    let own = std::env::current_exe()?;
    let folder = own.parent().ok_or("this program lies nowhere")?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--release", "-p", "server"]).stdout(Stdio::null());
    if !command.status().await?.success() {
        return Err("the server could not be built".into());
    }
    Ok(folder.join("kaogong"))
}

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start to the last byte of the first page.
    pub first_page: Duration,
}

impl Server {
    /// Starts it on the data of a demonstration and waits for the start page.
    pub async fn start(program: &Path, data: &Path) -> Done<Server> {
        // Taken and let go, so that it is a free one.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let begun = Instant::now();
        let mut command = Command::new(program);
        command.arg("serve").env("KAOGONG_DATA", data).env("KAOGONG_DEMO", "true");
        command.env("KAOGONG_LISTEN", address.to_string()).env("KAOGONG_PUBLIC_URL", PUBLIC_URL);
        command.env("KAOGONG_LOG_LEVEL", "warn").stdout(Stdio::null()).kill_on_drop(true);
        let mut child = command.spawn()?;
        loop {
            if let Some(status) = child.try_wait()? {
                return Err(format!("the server ended: {status}").into());
            }
            if begun.elapsed() > Duration::from_secs(60) {
                return Err("the server did not answer within a minute".into());
            }
            if let Ok(mut connection) = Connection::open(address).await {
                let answer = connection.send(&Request::get("/", "")).await?;
                if answer.status != 200 {
                    return Err(format!("the start page has status {}", answer.status).into());
                }
                return Ok(Server { child, address, first_page: begun.elapsed() });
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Memory it holds now, in MB (10^6 bytes), as Linux tells it.
    pub fn memory(&self) -> Done<f64> {
        let process = self.child.id().ok_or("the server has ended")?;
        let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
        memory(&status, "VmRSS:").ok_or_else(|| "no VmRSS in /proc".into())
    }

    /// Tells it to stop and waits until it has.
    pub async fn stop(mut self) -> Done<()> {
        let process = self.child.id().ok_or("the server has ended")?;
        let told = Command::new("kill").args(["-TERM", &process.to_string()]).status().await?;
        if !told.success() {
            return Err("the server could not be told to stop".into());
        }
        let status = tokio::time::timeout(Duration::from_secs(30), self.child.wait()).await??;
        if status.success() { Ok(()) } else { Err(format!("the server ended: {status}").into()) }
    }
}

/// The cookies of an account of the demonstration, as a header line.
pub async fn sign_in(connection: &mut Connection, login: &str) -> Done<String> {
    let kind = "application/x-www-form-urlencoded";
    let origin = format!("Origin: {PUBLIC_URL}\r\nSec-Fetch-Site: same-origin\r\n");
    let request = Request::post("/sign-in/demo", kind, &format!("login={login}"), &origin);
    let answer = connection.send(&request).await?;
    let cookies = answer.headers.iter().filter(|(name, _)| name == "set-cookie");
    let cookies: Vec<&str> = cookies.filter_map(|(_, value)| value.split(';').next()).collect();
    if cookies.is_empty() {
        return Err(format!("{login} could not sign in: status {}", answer.status).into());
    }
    Ok(format!("Cookie: {}\r\n", cookies.join("; ")))
}

/// A line of `/proc/…/status` in MB.
pub fn memory(status: &str, line: &str) -> Option<f64> {
    let line = status.lines().find_map(|one| one.strip_prefix(line))?;
    let kib: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}
