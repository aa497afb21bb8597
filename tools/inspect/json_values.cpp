// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/inspect/json_values.h"
#include "tools/common/cli.h"
#include "llvm/ADT/StringExtras.h"

namespace ckpt::inspect {

using llvm::json::Array;
using llvm::json::Object;
using llvm::json::Value;

llvm::StringRef view(StringView text) { return {text.data, text.size}; }

void set_text(Object &to, llvm::StringRef name, StringView text) {
  if (llvm::json::isUTF8(view(text))) {
    to[name.str()] = view(text).str();
    return;
  }
  to[name.str()] = llvm::json::fixUTF8(view(text));
  to[(name + "_hex").str()] = llvm::toHex(view(text), /*LowerCase=*/true);
}

Value address(u64 n) { return cli::hex(n); }
Value count(u64 n) { return static_cast<int64_t>(n); }

Array words(const std::string &list, char separator) {
  Array out;
  llvm::SmallVector<llvm::StringRef, 8> parts;
  llvm::StringRef(list).split(parts, separator, -1, /*KeepEmpty=*/false);
  for (llvm::StringRef part : parts)
    if (part != "-" && part != "0")
      out.push_back(part.str());
  return out;
}

} // namespace ckpt::inspect
