//! A small reader of Rust source: enough to tell code from text and comments, line by line.
//!
//! The repository's rules ask simple questions (does this string hold SQL? how long is this
//! function?), which a full parser would answer no better and at the price of a heavy build.

/// What a piece of source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name or keyword.
    Word,
    /// A string literal of any form; the text is its content with escapes left as they stand.
    Str,
    /// A comment, with its slashes.
    Comment,
    /// One character of punctuation.
    Mark,
    /// A number, a character or a lifetime.
    Other,
}

/// One piece of source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its text; for a string, what stands between the quotes.
    pub text: String,
    /// The line on which it begins, from 1.
    pub line: usize,
}

impl Token {
    /// Whether it is this name or this mark.
    pub fn is(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Mark) && self.text == text
    }
}

/// The extent of one function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of the word `fn`.
    pub line: usize,
    /// Lines from `fn` to the closing brace, both counted.
    pub lines: usize,
}

struct Reader<'a> {
    chars: Vec<char>,
    at: usize,
    line: usize,
    tokens: &'a mut Vec<Token>,
}

/// Splits Rust source into tokens. Never fails: what it does not understand becomes a mark.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut reader =
        Reader { chars: source.chars().collect(), at: 0, line: 1, tokens: &mut tokens };
    while reader.step() {}
    tokens
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    /// Takes the next `count` characters as one token.
    fn take(&mut self, kind: Kind, count: usize) {
        let text: String = self.chars[self.at..self.at + count].iter().collect();
        let line = self.line;
        self.line += text.matches('\n').count();
        self.at += count;
        self.tokens.push(Token { kind, text, line });
    }

    /// How many characters from `from` on satisfy the test.
    fn run(&self, from: usize, test: impl Fn(char) -> bool) -> usize {
        let rest = self.chars.get(self.at + from..).unwrap_or(&[]);
        rest.iter().take_while(|c| test(**c)).count()
    }

    fn step(&mut self) -> bool {
        match self.peek(0) {
            '\0' if self.at >= self.chars.len() => return false,
            '\n' => {
                self.line += 1;
                self.at += 1;
            }
            c if c.is_whitespace() => self.at += 1,
            '/' if self.peek(1) == '/' => {
                let length = self.run(0, |c| c != '\n');
                self.take(Kind::Comment, length);
            }
            '/' if self.peek(1) == '*' => {
                let length = self.block_comment();
                self.take(Kind::Comment, length);
            }
            '"' => self.string(0),
            '\'' => self.quote(),
            c if c.is_ascii_digit() => {
                let length = self.run(0, |c| c.is_alphanumeric() || c == '_');
                self.take(Kind::Other, length);
            }
            c if c.is_alphabetic() || c == '_' => self.word(),
            _ => self.take(Kind::Mark, 1),
        }
        true
    }

    /// The length of a block comment, which may hold others.
    fn block_comment(&self) -> usize {
        let mut depth = 0usize;
        let mut i = 0;
        while self.at + i < self.chars.len() {
            match (self.peek(i), self.peek(i + 1)) {
                ('/', '*') => {
                    depth += 1;
                    i += 2;
                }
                ('*', '/') => {
                    depth -= 1;
                    i += 2;
                    if depth == 0 {
                        break;
                    }
                }
                _ => i += 1,
            }
        }
        i
    }

    /// A string with escapes, `prefix` characters before its quote.
    fn string(&mut self, prefix: usize) {
        let begin = prefix + 1;
        let mut end = begin;
        while self.at + end < self.chars.len() && self.peek(end) != '"' {
            end += if self.peek(end) == '\\' { 2 } else { 1 };
        }
        self.push_string(begin, end.min(self.chars.len() - self.at), 1);
    }

    /// A raw string with `hashes` marks around its quotes, `prefix` characters before the first.
    fn raw_string(&mut self, prefix: usize, hashes: usize) {
        let begin = prefix + hashes + 1;
        let closes =
            |i: usize| self.peek(i) == '"' && (1..=hashes).all(|n| self.peek(i + n) == '#');
        let mut end = begin;
        while self.at + end < self.chars.len() && !closes(end) {
            end += 1;
        }
        self.push_string(begin, end, hashes + 1);
    }

    fn push_string(&mut self, begin: usize, end: usize, closing: usize) {
        let text: String = self.chars[self.at + begin..self.at + end].iter().collect();
        let line = self.line;
        self.line += text.matches('\n').count();
        self.at = (self.at + end + closing).min(self.chars.len());
        self.tokens.push(Token { kind: Kind::Str, text, line });
    }

    /// A character or a lifetime.
    fn quote(&mut self) {
        if self.peek(1) == '\\' {
            let length = 3 + self.run(3, |c| c != '\'') + 1;
            self.take(Kind::Other, length.min(self.chars.len() - self.at));
        } else if self.peek(2) == '\'' {
            self.take(Kind::Other, 3);
        } else {
            let length = 1 + self.run(1, |c| c.is_alphanumeric() || c == '_');
            self.take(Kind::Other, length);
        }
    }

    /// A name, or the prefix of a string such as `br#"…"#`.
    fn word(&mut self) {
        let length = self.run(0, |c| c.is_alphanumeric() || c == '_');
        let text: String = self.chars[self.at..self.at + length].iter().collect();
        let hashes = self.run(length, |c| c == '#');
        let quoted = self.peek(length + hashes) == '"';
        match text.as_str() {
            "r" | "br" | "cr" if quoted => self.raw_string(length, hashes),
            "b" | "c" if quoted && hashes == 0 => self.string(length),
            _ => self.take(Kind::Word, length),
        }
    }
}

/// Every function that has a body, with its length.
pub fn functions(tokens: &[Token]) -> Vec<Function> {
    let code: Vec<&Token> = tokens.iter().filter(|t| t.kind != Kind::Comment).collect();
    let mut found = Vec::new();
    for (i, token) in code.iter().enumerate() {
        // `fn(` is a type, not a function.
        let Some(name) = code.get(i + 1).filter(|next| token.is("fn") && next.kind == Kind::Word)
        else {
            continue;
        };
        if let Some(last) = body_end(&code[i..]) {
            let lines = last - token.line + 1;
            found.push(Function { name: name.text.clone(), line: token.line, lines });
        }
    }
    found
}

/// The line of the brace that closes the body; nothing for a function without one.
fn body_end(code: &[&Token]) -> Option<usize> {
    let mut nested = 0i32;
    let mut braces = 0i32;
    for token in code.iter().filter(|t| t.kind == Kind::Mark) {
        match token.text.as_str() {
            "(" | "[" => nested += 1,
            ")" | "]" => nested -= 1,
            ";" if nested == 0 && braces == 0 => return None,
            "{" if nested == 0 || braces > 0 => braces += 1,
            "}" if braces > 0 => {
                braces -= 1;
                if braces == 0 {
                    return Some(token.line);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(source: &str) -> Vec<String> {
        let found = tokens(source).into_iter().filter(|t| t.kind == Kind::Str);
        found.map(|t| t.text).collect()
    }

    #[test]
    fn strings_of_every_form_are_told_from_code() {
        let source =
            r###"let a = "x \" y"; let b = r#"raw " text"#; let c = b"bytes"; f('"', 'a');"###;
        assert_eq!(strings(source), ["x \\\" y", "raw \" text", "bytes"]);
    }

    #[test]
    fn comments_hide_what_they_hold_and_lines_are_counted() {
        let source = "/* one /* two */ \"no\" */\n// \"no\"\nlet s = \"a\nb\";\nend";
        let all = tokens(source);
        assert_eq!(strings(source), ["a\nb"]);
        assert_eq!(all.last().map(|t| (t.text.as_str(), t.line)), Some(("end", 5)));
    }

    #[test]
    fn lifetimes_do_not_open_a_character() {
        assert_eq!(strings("fn f<'a>(x: &'a str) -> &'a str { \"in\" }"), ["in"]);
    }

    #[test]
    fn the_length_of_a_function_counts_both_ends() {
        let source = "trait T { fn none(&self); }\nfn outer(f: fn(u8) -> [u8; 2])\n{\n    if x {\n    }\n}\n";
        let found = functions(&tokens(source));
        assert_eq!(found, [Function { name: "outer".into(), line: 2, lines: 5 }]);
    }

    #[test]
    fn source_that_ends_in_the_middle_is_read_without_panic() {
        for source in ["\"abc", "r#\"abc", "'", "'\\", "/* a", "b\"", "fn", "fn f(", "\"\\"] {
            let _ = functions(&tokens(source));
        }
    }
}
