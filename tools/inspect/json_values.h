// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How single values stand in a JSON document.
#pragma once
#include "runtime/abi/text.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/JSON.h"
#include <string>

namespace ckpt::inspect {

llvm::StringRef view(StringView text);
// JSON has no room for bytes that are not UTF-8: they are replaced, and the
// true ones stand beside the text as NAME_hex.
void set_text(llvm::json::Object &to, llvm::StringRef name, StringView text);
llvm::json::Value address(u64 n);
llvm::json::Value count(u64 n);
// The words of a name that lists flags; "-" and "0" are none.
llvm::json::Array words(const std::string &list, char separator);

} // namespace ckpt::inspect
