// SPDX-License-Identifier: Apache-2.0
#include "exchange/pdf_content.hpp"

#include <cstddef>
#include <qpdf/Buffer.hh>
#include <qpdf/Pl_Buffer.hh>

namespace veinline::exchange {

namespace {

/// Reads content to its end, and says what it left open there.
class Balance : public QPDFObjectHandle::TokenFilter {
 public:
  void handleToken(const QPDFTokenizer::Token& token) override {
    switch (token.getType()) {
      case QPDFTokenizer::tt_space:
      case QPDFTokenizer::tt_comment:
      case QPDFTokenizer::tt_eof:
        return;
      case QPDFTokenizer::tt_bad:
        ends_badly_ = true;  // a text that is not closed takes everything that follows for its own
        return;
      case QPDFTokenizer::tt_array_open:
      case QPDFTokenizer::tt_dict_open:
        ++brackets_;
        break;
      case QPDFTokenizer::tt_array_close:
      case QPDFTokenizer::tt_dict_close:
        if (brackets_ > 0) --brackets_;
        break;
      case QPDFTokenizer::tt_word:
        take(token.getValue());
        break;
      case QPDFTokenizer::tt_brace_close:
      case QPDFTokenizer::tt_brace_open:
      case QPDFTokenizer::tt_integer:
      case QPDFTokenizer::tt_name:
      case QPDFTokenizer::tt_real:
      case QPDFTokenizer::tt_string:
      case QPDFTokenizer::tt_null:
      case QPDFTokenizer::tt_bool:
      case QPDFTokenizer::tt_inline_image:
        break;
    }
    ends_badly_ = false;
  }

  /// How often it takes back more than it kept.
  [[nodiscard]] std::size_t too_often() const { return too_often_; }
  /// How many parts are marked and not ended; one of them may be of a layer that is not shown.
  [[nodiscard]] std::size_t marked() const { return marked_; }
  [[nodiscard]] bool is_even() const {
    return too_often_ == 0 && kept_ == 0 && marked_ == 0 && brackets_ == 0 && !ends_badly_ &&
           !is_in_image_ && !is_in_text_ && !is_in_path_;
  }

 private:
  void take(const std::string& word) {
    if (word == "q") {
      ++kept_;
    } else if (word == "Q") {
      kept_ > 0 ? --kept_ : ++too_often_;
    } else if (word == "BMC" || word == "BDC") {
      ++marked_;
    } else if (word == "EMC") {
      if (marked_ > 0) --marked_;
    } else if (word == "BT" || word == "ET") {
      is_in_text_ = word == "BT";
    } else if (word == "BI" || word == "EI") {
      is_in_image_ = word == "BI";
    } else if (word == "m" || word == "re" || word == "W" || word == "W*") {
      is_in_path_ = true;
    } else if (word == "n" || word == "S" || word == "s" || word == "f" || word == "F" ||
               word == "f*" || word == "B" || word == "B*" || word == "b" || word == "b*") {
      is_in_path_ = false;
    }
  }

  std::size_t kept_ = 0;
  std::size_t too_often_ = 0;
  std::size_t marked_ = 0;
  std::size_t brackets_ = 0;
  bool ends_badly_ = false;
  bool is_in_image_ = false;
  bool is_in_text_ = false;
  bool is_in_path_ = false;
};

std::string repeated(std::string_view word, std::size_t times) {
  std::string out;
  for (; times > 0; --times) out += word;
  return out;
}

QPDFObjectHandle resources_of(QPDFPageObjectHelper& page) {
  QPDFObjectHandle out = page.getAttribute("/Resources", true);
  if (!out.isDictionary()) {
    out = QPDFObjectHandle::newDictionary();
    page.getObjectHandle().replaceKey("/Resources", out);
  }
  return out;
}

/// All that the page draws, as one form; it takes what is drawn with along.
QPDFObjectHandle form_of(QPDF& pdf, QPDFPageObjectHelper& page, const Balance& balance) {
  Pl_Buffer content("content");
  page.pipeContents(&content);
  content.finish();
  const auto buffer = content.getBufferSharedPointer();
  // What is taken back too often is kept as often before, so that nobody takes back what is ours.
  std::string bytes = repeated("q ", balance.too_often());
  bytes.append(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
  QPDFObjectHandle out = QPDFObjectHandle::newStream(&pdf, bytes);
  QPDFObjectHandle dictionary = out.getDict();
  dictionary.replaceKey("/Type", QPDFObjectHandle::newName("/XObject"));
  dictionary.replaceKey("/Subtype", QPDFObjectHandle::newName("/Form"));
  dictionary.replaceKey("/BBox", page.getMediaBox());
  dictionary.replaceKey("/Resources", resources_of(page));
  page.getObjectHandle().replaceKey("/Resources", QPDFObjectHandle::newDictionary());
  return out;
}

}  // namespace

void add_to_page(QPDFPageObjectHelper& page, const std::string& name, QPDFObjectHandle form) {
  QPDFObjectHandle resources = resources_of(page);
  resources.mergeResources(QPDFObjectHandle::parse("<< /XObject << >> >>"));
  resources.getKey("/XObject").replaceKey(name, form);
}

std::string free_name(QPDFPageObjectHelper& page) {
  int suffix = 1;
  return resources_of(page).getUniqueResourceName("/Fx", suffix);
}

void enclose_content(QPDF& pdf, QPDFPageObjectHelper& page) {
  Balance balance;
  page.filterContents(&balance);
  if (balance.is_even()) {
    page.addPageContents(QPDFObjectHandle::newStream(&pdf, "q\n"), true);
    page.addPageContents(QPDFObjectHandle::newStream(&pdf, "\nQ\n"), false);
    return;
  }
  const QPDFObjectHandle form = form_of(pdf, page, balance);
  const std::string name = free_name(page);
  add_to_page(page, name, form);
  // "n" ends a path, and EMC a part, where a viewer does not do so by itself.
  const std::string drawn = "q " + name + " Do n Q\n" + repeated("EMC ", balance.marked()) + "\n";
  page.getObjectHandle().replaceKey("/Contents", QPDFObjectHandle::newStream(&pdf, drawn));
}

}  // namespace veinline::exchange
