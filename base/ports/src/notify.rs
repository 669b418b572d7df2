//! A message to a person.

use crypto::Redacted;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use kernel::{Instant, Lang, Result};
use std::sync::{Mutex, PoisonError};

/// A message. Its text is a template of the catalogues, so that no adapter words anything itself.
#[derive(Clone, Debug)]
pub struct Message {
    /// The phone number.
    pub to: Redacted<String>,
    /// The key of the text.
    pub template: &'static str,
    /// Values the text mentions. They identify nobody.
    pub values: Vec<(&'static str, String)>,
    /// In which language.
    pub lang: Lang,
}

/// What the carrier says about a message it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Which carrier; recorded beside what the message was about.
    pub carrier: String,
    /// The carrier's own number of the message.
    pub number: String,
}

/// Somebody who carries messages.
pub trait Notifier: Send + Sync {
    /// Takes a message.
    ///
    /// # Errors
    /// What the carrier refuses. Whoever sends decides whether that stops anything.
    fn send<'a>(&'a self, message: &'a Message, now: Instant) -> BoxFuture<'a, Result<Receipt>>;
}

/// The carrier of the demonstration: messages lie in an outbox that pages and tests read.
#[derive(Default)]
pub struct DemoNotifier {
    outbox: Mutex<Vec<(Instant, Message)>>,
}

/// The most messages that the outbox keeps; the oldest go first.
const MOST: usize = 200;

impl DemoNotifier {
    /// What was sent, oldest first.
    pub fn outbox(&self) -> Vec<(Instant, Message)> {
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Notifier for DemoNotifier {
    fn send<'a>(&'a self, message: &'a Message, now: Instant) -> BoxFuture<'a, Result<Receipt>> {
        async move {
            let mut outbox = self.outbox.lock().unwrap_or_else(PoisonError::into_inner);
            if outbox.len() == MOST {
                outbox.remove(0);
            }
            outbox.push((now, message.clone()));
            Ok(Receipt { carrier: "demo".to_owned(), number: outbox.len().to_string() })
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_sent_lies_in_the_outbox() {
        let carrier = DemoNotifier::default();
        for number in 0..MOST + 1 {
            let message = Message {
                to: Redacted::new(format!("12{number:09}")),
                template: "access-notice-locked",
                values: Vec::new(),
                lang: Lang::Zh,
            };
            carrier.send(&message, Instant::from_micros(number as i64)).await.unwrap();
        }
        let outbox = carrier.outbox();
        assert_eq!(outbox.len(), MOST);
        assert_eq!(outbox[0].1.to.expose(), "12000000001");
        assert!(!format!("{outbox:?}").contains("12000000001"), "numbers stay out of logs");
    }
}
