//! The address of the page being shown, and addresses made from it: the same list sorted, filtered
//! or paged in another way.

/// Path and query of a page of this site.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Here {
    path: String,
    query: Vec<(String, String)>,
}

impl Here {
    /// Reads path and query as they came in the request.
    pub fn new(path: &str, query: Option<&str>) -> Self {
        let query = query.map(|q| form_urlencoded::parse(q.as_bytes()).into_owned().collect());
        Here { path: path.to_owned(), query: query.unwrap_or_default() }
    }

    /// The path alone.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The value of a query parameter, the first when it is repeated.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The address with one parameter set to another value.
    pub fn with(&self, name: &str, value: &str) -> String {
        self.address(Some(name), Some((name, value)))
    }

    /// The address without the parameter.
    pub fn without(&self, name: &str) -> String {
        self.address(Some(name), None)
    }

    fn address(&self, without: Option<&str>, add: Option<(&str, &str)>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.query {
            if Some(name.as_str()) != without {
                query.append_pair(name, value);
            }
        }
        if let Some((name, value)) = add {
            query.append_pair(name, value);
        }
        match query.finish() {
            query if query.is_empty() => self.path.clone(),
            query => format!("{}?{query}", self.path),
        }
    }
}

impl std::fmt::Display for Here {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.address(None, None))
    }
}

/// The address to return to, when it is one of this site's own pages; else the start page.
///
/// `//other.example` and `/\other.example` lead away from the site, and control characters split
/// headers, so only what begins with a single slash and is plain printable ASCII passes.
pub fn own_page(address: &str) -> &str {
    let mut bytes = address.bytes();
    let own = bytes.next() == Some(b'/')
        && !matches!(bytes.next(), Some(b'/' | b'\\'))
        && address.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if own { address } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_parameter_is_replaced_and_the_others_stay() {
        let here = Here::new("/occupations", Some("q=%E7%84%8A%E5%B7%A5&after=x&level=3"));
        assert_eq!(here.query("q"), Some("焊工"));
        assert_eq!(
            here.with("after", "a&b"),
            "/occupations?q=%E7%84%8A%E5%B7%A5&level=3&after=a%26b"
        );
        assert_eq!(here.without("after"), "/occupations?q=%E7%84%8A%E5%B7%A5&level=3");
        assert_eq!(Here::new("/", None).to_string(), "/");
    }

    #[test]
    fn only_pages_of_this_site_are_returned_to() {
        assert_eq!(own_page("/check?number=1"), "/check?number=1");
        for away in
            ["", "check", "//e.example", "/\\e.example", "https://e.example", "/a\r\nb", "/a b"]
        {
            assert_eq!(own_page(away), "/", "{away:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_leads_away(text in ".{0,20}") {
            let address = own_page(&text);
            prop_assert!(address.starts_with('/'));
            prop_assert!(!address.starts_with("//") && !address.contains('\\'));
        }

        #[test]
        fn reading_what_was_written_gives_the_same(name in "[a-z]{1,5}", value in ".{0,12}") {
            let address = Here::new("/x", None).with(&name, &value);
            let query = address.split_once('?').map(|(_, q)| q);
            let here = Here::new("/x", query);
            prop_assert_eq!(here.query(&name), Some(value.as_str()));
        }
    }
}
