// SPDX-License-Identifier: Apache-2.0
// PKCS#11 2.40 by its C interface; p11-kit gives the header alone, the library is the one named.
#include "vault/token_key.hpp"

#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <mutex>
#include <vector>

#include "kernel/digest.hpp"

namespace veinline::vault {

using kernel::Failure;
using kernel::Result;

namespace {

constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;
constexpr std::size_t id_bytes = 16;
constexpr CK_ULONG slots_max = 64;

Failure<SiteKeyFault> no(const char* code, std::string sentence) {
  return Failure{SiteKeyFault{code, std::move(sentence)}};
}

std::string hex_of(CK_RV code) {
  constexpr const char* digits = "0123456789abcdef";
  std::string out = "0x";
  for (int shift = 28; shift >= 0; shift -= 4) {
    out += digits[(static_cast<unsigned long>(code) >> static_cast<unsigned>(shift)) & 0xFU];
  }
  return out;
}

Failure<SiteKeyFault> refuses(const TokenPlace& place, const char* doing, CK_RV code) {
  return no("site_key.token_refuses", "The token " + place.token + " does not " + doing +
                                          " (PKCS#11 " + hex_of(code) +
                                          "). Nothing was recorded; look whether it is "
                                          "attached, and whether the PIN is right.");
}

CK_BYTE_PTR raw(std::string& text) {
  return reinterpret_cast<CK_BYTE_PTR>(text.data());
}
/// PKCS#11 has no const: what it only reads is copied by nobody.
CK_BYTE_PTR read_only(std::string_view text) {
  return const_cast<CK_BYTE_PTR>(reinterpret_cast<const unsigned char*>(text.data()));
}

/// Never unloaded: other keys of this process may be on it, and modules seldom survive that.
CK_FUNCTION_LIST_PTR load(const std::string& path) {
  void* const library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return nullptr;
  void* const symbol = ::dlsym(library, "C_GetFunctionList");
  if (symbol == nullptr) return nullptr;
  CK_FUNCTION_LIST_PTR out = nullptr;
  const auto get = reinterpret_cast<CK_C_GetFunctionList>(symbol);
  if (get(&out) != CKR_OK) return nullptr;
  CK_C_INITIALIZE_ARGS threads{};
  threads.flags = CKF_OS_LOCKING_OK;
  const CK_RV begun = out->C_Initialize(&threads);
  return begun == CKR_OK || begun == CKR_CRYPTOKI_ALREADY_INITIALIZED ? out : nullptr;
}

/// The first line of the file; it is wiped by whoever asked.
std::string pin_of(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

Result<CK_SLOT_ID, SiteKeyFault> slot_of(CK_FUNCTION_LIST_PTR p11, const TokenPlace& place) {
  std::array<CK_SLOT_ID, slots_max> slots{};
  CK_ULONG count = slots_max;
  if (const CK_RV code = p11->C_GetSlotList(CK_TRUE, slots.data(), &count); code != CKR_OK) {
    return refuses(place, "list its slots", code);
  }
  std::string padded = place.token;
  padded.resize(sizeof(CK_TOKEN_INFO::label), ' ');
  for (CK_ULONG i = 0; i < count; ++i) {
    CK_TOKEN_INFO info{};
    if (p11->C_GetTokenInfo(slots[i], &info) != CKR_OK) continue;
    if (std::equal(padded.begin(), padded.end(), info.label,
                   [](char a, unsigned char b) { return static_cast<unsigned char>(a) == b; })) {
      return slots[i];
    }
  }
  return no("site_key.no_token",
            "There is no token " + place.token +
                " in the module. Nothing was recorded; look whether it is attached, "
                "and how it is called.");
}

class TokenKey : public SiteKey {
 public:
  TokenKey(CK_FUNCTION_LIST_PTR p11, TokenPlace place, kernel::Entropy& entropy)
      : p11_(p11), place_(std::move(place)), entropy_(entropy) {}
  ~TokenKey() override {
    if (session_ != 0) p11_->C_CloseSession(session_);
  }
  TokenKey(const TokenKey&) = delete;
  TokenKey& operator=(const TokenKey&) = delete;

  Result<kernel::Done, SiteKeyFault> connect();
  Result<kernel::Done, SiteKeyFault> find_or_make(IfMissing if_missing);

  [[nodiscard]] const std::string& id() const override { return id_; }
  [[nodiscard]] std::string_view suite() const override { return suite_of_token; }
  Result<std::string, VaultFault> wrap(const KeyBytes& data_key, std::string_view key_id) override;
  Result<KeyBytes, VaultFault> unwrap(std::string_view wrapped, std::string_view key_id) override;

 private:
  Result<kernel::Done, SiteKeyFault> find();
  Result<kernel::Done, SiteKeyFault> make();
  Result<kernel::Done, SiteKeyFault> look_at_key();
  /// Does it; once more with a new session when the token was gone meanwhile.
  template <class Call>
  CK_RV asked(const Call& call) {
    const std::lock_guard lock(mutex_);
    const CK_RV code = call();
    const bool is_lost = code == CKR_SESSION_HANDLE_INVALID || code == CKR_SESSION_CLOSED ||
                         code == CKR_USER_NOT_LOGGED_IN || code == CKR_DEVICE_REMOVED ||
                         code == CKR_TOKEN_NOT_PRESENT || code == CKR_KEY_HANDLE_INVALID ||
                         code == CKR_OBJECT_HANDLE_INVALID;
    if (!is_lost) return code;
    const std::string before = id_;
    if (!connect() || !find() || id_ != before) return code;
    return call();
  }

  CK_FUNCTION_LIST_PTR p11_;
  const TokenPlace place_;
  kernel::Entropy& entropy_;
  std::mutex mutex_;  ///< of the session: it does one thing at a time
  CK_SESSION_HANDLE session_ = 0;
  CK_OBJECT_HANDLE key_ = 0;
  std::string id_;
};

Result<kernel::Done, SiteKeyFault> TokenKey::connect() {
  if (session_ != 0) p11_->C_CloseSession(session_);
  session_ = 0;
  TRY(const CK_SLOT_ID slot, slot_of(p11_, place_));
  constexpr CK_FLAGS flags = CKF_SERIAL_SESSION | CKF_RW_SESSION;
  CK_RV code = p11_->C_OpenSession(slot, flags, nullptr, nullptr, &session_);
  if (code != CKR_OK) return refuses(place_, "open a session", code);
  std::string pin = pin_of(place_.pin_file);
  if (pin.empty()) {
    return no("site_key.no_pin",
              "The file " + place_.pin_file +
                  " has no PIN in its first line, or cannot be read. Nothing was "
                  "recorded.");
  }
  code = p11_->C_Login(session_, CKU_USER, raw(pin), pin.size());
  sodium_memzero(pin.data(), pin.size());
  if (code != CKR_OK && code != CKR_USER_ALREADY_LOGGED_IN) {
    return refuses(place_, "take the PIN", code);
  }
  return kernel::Done{};
}

Result<kernel::Done, SiteKeyFault> TokenKey::find() {
  CK_OBJECT_CLASS of = CKO_SECRET_KEY;
  CK_KEY_TYPE type = CKK_AES;
  std::string label = place_.key;
  std::array<CK_ATTRIBUTE, 3> wanted{{{CKA_CLASS, &of, sizeof of},
                                      {CKA_KEY_TYPE, &type, sizeof type},
                                      {CKA_LABEL, label.data(), label.size()}}};
  CK_RV code = p11_->C_FindObjectsInit(session_, wanted.data(), wanted.size());
  if (code != CKR_OK) return refuses(place_, "look for its key", code);
  std::array<CK_OBJECT_HANDLE, 2> found{};
  CK_ULONG count = 0;
  code = p11_->C_FindObjects(session_, found.data(), found.size(), &count);
  p11_->C_FindObjectsFinal(session_);
  if (code != CKR_OK) return refuses(place_, "look for its key", code);
  if (count > 1) {
    return no("site_key.no_key", "The token has several keys " + place_.key +
                                     ": nobody can say which one is meant. Nothing was recorded.");
  }
  key_ = count == 1 ? found[0] : 0;
  return key_ == 0 ? Result<kernel::Done, SiteKeyFault>(kernel::Done{}) : look_at_key();
}

Result<kernel::Done, SiteKeyFault> TokenKey::look_at_key() {
  CK_BBOOL extractable = CK_TRUE;
  CK_BBOOL sensitive = CK_FALSE;
  std::string id(64, '\0');
  std::array<CK_ATTRIBUTE, 3> asked{{{CKA_EXTRACTABLE, &extractable, sizeof extractable},
                                     {CKA_SENSITIVE, &sensitive, sizeof sensitive},
                                     {CKA_ID, id.data(), id.size()}}};
  const CK_RV code = p11_->C_GetAttributeValue(session_, key_, asked.data(), asked.size());
  if (code != CKR_OK) return refuses(place_, "tell of its key", code);
  if (extractable != CK_FALSE || sensitive != CK_TRUE) {
    return no("site_key.extractable",
              "The key " + place_.key +
                  " can be taken out of its token, so that nobody knows where it "
                  "is. Make one that cannot; nothing was recorded.");
  }
  id.resize(asked[2].ulValueLen);
  const kernel::Digest named = kernel::sha256("veinline token key 1\n" + place_.key + "\n" + id);
  id_ = id.size() == id_bytes ? kernel::to_hex(std::vector<std::uint8_t>(id.begin(), id.end()))
                              : kernel::to_hex(named.view()).substr(0, 2 * id_bytes);
  return kernel::Done{};
}

Result<kernel::Done, SiteKeyFault> TokenKey::make() {
  CK_OBJECT_CLASS of = CKO_SECRET_KEY;
  CK_KEY_TYPE type = CKK_AES;
  CK_ULONG length = 32;
  CK_BBOOL yes = CK_TRUE;
  CK_BBOOL never = CK_FALSE;
  std::string label = place_.key;
  std::array<std::uint8_t, id_bytes> id{};
  entropy_.fill(id);
  std::array<CK_ATTRIBUTE, 11> wanted{{{CKA_CLASS, &of, sizeof of},
                                       {CKA_KEY_TYPE, &type, sizeof type},
                                       {CKA_VALUE_LEN, &length, sizeof length},
                                       {CKA_TOKEN, &yes, sizeof yes},
                                       {CKA_PRIVATE, &yes, sizeof yes},
                                       {CKA_SENSITIVE, &yes, sizeof yes},
                                       {CKA_EXTRACTABLE, &never, sizeof never},
                                       {CKA_ENCRYPT, &yes, sizeof yes},
                                       {CKA_DECRYPT, &yes, sizeof yes},
                                       {CKA_LABEL, label.data(), label.size()},
                                       {CKA_ID, id.data(), id.size()}}};
  CK_MECHANISM how{CKM_AES_KEY_GEN, nullptr, 0};
  const CK_RV code = p11_->C_GenerateKey(session_, &how, wanted.data(), wanted.size(), &key_);
  if (code != CKR_OK) return refuses(place_, "make a key", code);
  return look_at_key();
}

Result<kernel::Done, SiteKeyFault> TokenKey::find_or_make(IfMissing if_missing) {
  TRY([[maybe_unused]] const kernel::Done found, find());
  if (key_ != 0) return kernel::Done{};
  if (if_missing == IfMissing::make) return make();
  return no("site_key.no_key", "The token " + place_.token + " has no key " + place_.key +
                                   ". Nothing was recorded; look how it is called there.");
}

Result<std::string, VaultFault> TokenKey::wrap(const KeyBytes& data_key, std::string_view key_id) {
  std::string out(nonce_bytes + data_key.bytes.size() + tag_bytes, '\0');
  entropy_.fill({raw(out), nonce_bytes});
  CK_GCM_PARAMS gcm{raw(out),          nonce_bytes,   8 * nonce_bytes,
                    read_only(key_id), key_id.size(), 8 * tag_bytes};
  CK_MECHANISM how{CKM_AES_GCM, &gcm, sizeof gcm};
  const CK_RV code = asked([&] {
    const CK_RV begun = p11_->C_EncryptInit(session_, &how, key_);
    if (begun != CKR_OK) return begun;
    CK_ULONG length = out.size() - nonce_bytes;
    return p11_->C_Encrypt(session_, read_only(kernel::text_of(data_key.bytes)),
                           data_key.bytes.size(), raw(out) + nonce_bytes, &length);
  });
  if (code != CKR_OK) return Failure{VaultFault::out_of_reach};
  return out;
}

Result<KeyBytes, VaultFault> TokenKey::unwrap(std::string_view wrapped, std::string_view key_id) {
  KeyBytes out;
  if (wrapped.size() != nonce_bytes + out.bytes.size() + tag_bytes) {
    return Failure{VaultFault::not_authentic};
  }
  CK_GCM_PARAMS gcm{read_only(wrapped), nonce_bytes,   8 * nonce_bytes,
                    read_only(key_id),  key_id.size(), 8 * tag_bytes};
  CK_MECHANISM how{CKM_AES_GCM, &gcm, sizeof gcm};
  // Some tokens want room for as much as they are given, though the tag does not come back.
  std::string plain(wrapped.size() - nonce_bytes, '\0');
  CK_ULONG length = 0;
  const CK_RV code = asked([&] {
    const CK_RV begun = p11_->C_DecryptInit(session_, &how, key_);
    if (begun != CKR_OK) return begun;
    length = plain.size();
    return p11_->C_Decrypt(session_, read_only(wrapped) + nonce_bytes, wrapped.size() - nonce_bytes,
                           raw(plain), &length);
  });
  const bool is_whole = code == CKR_OK && length == out.bytes.size();
  if (is_whole) {
    std::transform(plain.begin(), plain.begin() + static_cast<std::ptrdiff_t>(length),
                   out.bytes.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
  }
  sodium_memzero(plain.data(), plain.size());
  if (is_whole) return out;
  // Some tokens say of a wrong tag only that something is wrong.
  const bool is_altered = code == CKR_OK || code == CKR_ENCRYPTED_DATA_INVALID ||
                          code == CKR_ENCRYPTED_DATA_LEN_RANGE || code == CKR_GENERAL_ERROR ||
                          code == CKR_FUNCTION_FAILED;
  return Failure{is_altered ? VaultFault::not_authentic : VaultFault::out_of_reach};
}

}  // namespace

Result<std::unique_ptr<SiteKey>, SiteKeyFault> open_token_key(const TokenPlace& place,
                                                              IfMissing if_missing,
                                                              kernel::Entropy& entropy) {
  CK_FUNCTION_LIST_PTR const p11 = load(place.module);
  if (p11 == nullptr) {
    return no("site_key.no_module", "The PKCS#11 module " + place.module +
                                        " cannot be loaded. Nothing was recorded; check its path.");
  }
  auto key = std::make_unique<TokenKey>(p11, place, entropy);
  TRY([[maybe_unused]] const kernel::Done connected, key->connect());
  TRY([[maybe_unused]] const kernel::Done found, key->find_or_make(if_missing));
  return std::unique_ptr<SiteKey>(std::move(key));
}

}  // namespace veinline::vault
