//! 职业技能等级证书: the certificate as it is printed, on a page.

use crate::check::Standing;
use crate::issued::StatusForm;
use crate::kit::show;
use crate::samples::{Sample, as_clerk, as_worker, day, sample};
use askama::Template;
use kernel::CivilDate;
use web_kit::{Answer, Visit};

/// A certificate with its face (facts: what a certificate must show, 人社鉴发〔2021〕1号).
#[derive(Template)]
#[template(path = "certificate.html")]
pub struct CertificatePage {
    /// The request.
    pub v: Visit,
    /// Where one comes from: text and address of the list.
    pub from: (String, String),
    /// Whether it holds.
    pub standing: Standing,
    /// What is printed.
    pub face: Face,
    /// The QR code as SVG, made by `print`; it leads to the check.
    pub qr_svg: String,
    /// The photo's address; empty when there is none.
    pub photo_href: String,
    /// The PDF.
    pub pdf_href: String,
    /// The same as a picture to keep with a long press.
    pub picture_href: String,
    /// The signed file for the off-line check.
    pub file_href: String,
    /// Changing its status; nothing for whoever may not.
    pub change: Option<StatusForm>,
}

/// The printed words. They are Chinese in both languages: that is what the paper says.
#[derive(Clone, Debug)]
pub struct Face {
    /// 姓名
    pub name: String,
    /// 证件类型
    pub document_kind: String,
    /// 证件号码, as much as this page may show.
    pub document_number: String,
    /// 职业名称
    pub occupation: String,
    /// 工种/职业方向; `--` when there is none.
    pub variant: String,
    /// 职业技能等级, such as 三级/高级工.
    pub level: String,
    /// 证书编号
    pub number: String,
    /// The body exactly as filed.
    pub body: String,
    /// 发证日期
    pub issued_on: CivilDate,
}

/// Shows a certificate.
///
/// # Errors
/// As [`show`].
pub fn certificate(page: &CertificatePage) -> Answer {
    show(page)
}

/// Stands where a code would be in samples; it cannot be scanned.
pub(crate) const NO_CODE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29" role="img" aria-label="二维码 / QR code"><path fill="#fff" d="M0 0h29v29H0z"/><path d="M4 4h7v7H4zm1 1v5h5V5zm1 1h3v3H6zm12-2h7v7h-7zm1 1v5h5V5zm1 1h3v3h-3zM4 18h7v7H4zm1 1v5h5v-5zm1 1h3v3H6zM13 4h1v2h1v2h-2zm2 5h2v2h-1v2h-2v-2h1zM4 13h2v1h2v-1h3v1h1v2h-2v-1H7v1H4zm9 3h3v-2h2v2h2v-2h2v1h3v2h-2v2h-2v-2h-2v1h-2v2h-2v-2h-2zm0 4h2v2h2v3h-4zm6 1h3v1h2v3h-2v-1h-2v1h-1z"/></svg>"##;

impl CertificatePage {
    /// A worker's own certificate.
    pub fn sample(v: Visit) -> Self {
        CertificatePage {
            from: (v.t.get("archive-title"), "/archive".to_owned()),
            standing: Standing::Valid,
            face: Face {
                name: "示例工".to_owned(),
                document_kind: "居民身份证".to_owned(),
                document_number: "770101********1234".to_owned(),
                occupation: "电工".to_owned(),
                variant: "--".to_owned(),
                level: "三级/高级工".to_owned(),
                number: "S000077010012226000123".to_owned(),
                body: "示例市机电职业技能评价中心".to_owned(),
                issued_on: day(2026, 6, 18),
            },
            qr_svg: NO_CODE.to_owned(),
            photo_href: String::new(),
            pdf_href: "/archive/certificates/1.pdf".to_owned(),
            picture_href: "/archive/certificates/1.png".to_owned(),
            file_href: "/archive/certificates/1.json".to_owned(),
            change: None,
            v: as_worker(&v),
        }
    }
}

pub(crate) fn samples(v: &Visit) -> Vec<Sample> {
    let since = day(2026, 9, 2);
    let revoked = Standing::Revoked { since, reason: "certificates-why-result-error" };
    let revoked = CertificatePage { standing: revoked, ..CertificatePage::sample(v.clone()) };
    let change = Some(StatusForm::sample());
    let change = CertificatePage { change, v: as_clerk(v), ..CertificatePage::sample(v.clone()) };
    vec![
        sample("certificate", &CertificatePage::sample(v.clone())),
        sample("certificate-revoked", &revoked),
        sample("certificate-change", &change),
    ]
}
