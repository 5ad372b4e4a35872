// SPDX-License-Identifier: Apache-2.0
// A document of the study and one about the subject: filed, approved, read, opened, withdrawn.
#include "support/treatment.hpp"

namespace veinline::support {

using kernel::Array;
using kernel::Object;
using kernel::Value;

std::vector<Step> papers(const Cast& c, const Things& t) {
  const auto filed = [&](const std::string& document) {
    return object({{"document", document},
                   {"version", "V1"},
                   {"sha256", std::string(64, 'a')},
                   {"stored", std::string(64, 'b')},
                   {"size", 10},
                   {"media", "plain_text"},
                   {"opening", "key and digest"}});
  };
  const auto version = [](const std::string& document) {
    return object({{"document", document}, {"version", "V1"}});
  };
  return {
      {"begin document", c.coordinator, "papers/begin",
       object({{"document", t.document},
               {"kind", "protocol"},
               {"language", "bilingual"},
               {"code", "PROTOCOL-1"},
               {"study", t.study},
               {"title", "Protocol"}})},
      {"file version", c.coordinator, "papers/file_version", filed(t.document)},
      {"approve version", c.hospital_quality, "papers/approve_version", version(t.document)},
      {"require reading", c.hospital_quality, "papers/require_reading",
       object({{"document", t.document}, {"roles", Array{Value("physician")}}})},
      {"read version", c.physician, "papers/record_reading", version(t.document)},
      {"begin document about subject", c.coordinator, "papers/begin_about",
       object({{"document", t.second_document},
               {"subject", t.subject},
               {"kind", "consent_form"},
               {"language", "chinese"},
               {"code", "CONSENT-1"},
               {"title", "Signed consent"}})},
      {"file version about subject", c.coordinator, "papers/file_version",
       filed(t.second_document)},
      {"open version", c.physician, "papers/open_version", version(t.second_document)},
      {"inspect version", c.inspector, "papers/inspect_version", version(t.second_document)},
      {"withdraw version", c.hospital_quality, "papers/withdraw_version", version(t.document)},
      {"distribute document", c.coordinator, "papers/distribute",
       object({{"document", t.document}, {"sites", Array{Value(c.factory)}}})},
  };
}

}  // namespace veinline::support
