//! What the configuration says about the site itself: its name, who runs it, what the footer shows.

use kernel::Lang;
use std::borrow::Borrow;

/// A text in both languages, from the configuration.
#[derive(Clone, Debug, Default)]
pub struct Bilingual {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

impl Bilingual {
    /// From both texts.
    pub fn new(zh: &str, en: &str) -> Self {
        Bilingual { zh: zh.to_owned(), en: en.to_owned() }
    }

    /// The text in the given language; templates pass references.
    pub fn get(&self, lang: impl Borrow<Lang>) -> &str {
        lang.borrow().pick(&self.zh, &self.en)
    }
}

/// One entry of a navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavEntry {
    /// The key of its text.
    pub key: &'static str,
    /// Where it leads.
    pub href: &'static str,
}

/// The site as its visitors see it. One for the whole process.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The name of the service, such as 示范省技能人才服务平台.
    pub name: Bilingual,
    /// 主办单位: who answers for the site.
    pub sponsor: Bilingual,
    /// ICP 备案号; empty when there is none, as inside an office network.
    pub icp: String,
    /// 公安备案号, as printed.
    pub police_filing: String,
    /// The address the police filing links to.
    pub police_filing_link: String,
    /// 政府网站标识码
    pub site_code: String,
    /// A telephone number for help.
    pub telephone: String,
    /// Whether everything on the site is made up; shows 演示数据 on every page and print.
    pub demo: bool,
    /// Whether this node lets people sign in.
    pub sign_in: bool,
    /// The public navigation by intention: only entries whose pages this node serves.
    pub nav: Vec<NavEntry>,
}
