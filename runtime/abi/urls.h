// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The methods of URLs as an array, made from urls.def.  Names are stored in the
// rows: see runtime/abi/options.h.  The texts are left to the documentation.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

// Numbers are in images: new ones go to the end.
enum class UrlMethod : u8 {
#define CKPT_URL_METHOD(id, name, operand, served, shown, text) id,
#include "runtime/abi/urls.def"
};

enum class UrlOperand : u8 { kPath, kNumber, kUrl, kBufferedUrl };

struct UrlMethodRow {
  UrlMethod id;
  UrlOperand operand;
  bool served;
  char name[12];
};

inline constexpr UrlMethodRow kUrlMethods[] = {
#define CKPT_URL_METHOD(id, name, operand, served, shown, text)                \
  {UrlMethod::id, UrlOperand::operand, served, name},
#include "runtime/abi/urls.def"
};
inline constexpr size_t kUrlMethodCount =
    sizeof kUrlMethods / sizeof *kUrlMethods;

// Sets of methods.
constexpr u32 url_bit(UrlMethod method) {
  return 1u << static_cast<unsigned>(method);
}
inline constexpr u32 kAllUrlMethods = (1u << kUrlMethodCount) - 1;

} // namespace ckpt
