// SPDX-License-Identifier: Apache-2.0
// What the content of a page leaves open stays within it: nothing of it shifts, hides or swallows
// what is written over the page. Included only where PDFs are read: it shows qpdf.
#pragma once

#define POINTERHOLDER_TRANSITION 4  // the library's older pointer is not used
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <string>

namespace veinline::exchange {

/// Puts it under this name among what the page may draw.
void add_to_page(QPDFPageObjectHelper& page, const std::string& name, QPDFObjectHandle form);
/// A name that is free there.
std::string free_name(QPDFPageObjectHelper& page);
/// Has the page end as it began. A page that does so anyway only gets q and Q around it; what
/// another one draws becomes a form (PDF 1.7, 8.10), at whose end a viewer takes everything back.
void enclose_content(QPDF& pdf, QPDFPageObjectHelper& page);

}  // namespace veinline::exchange
