// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "driver/command_name.h"
#include "llvm/ADT/Triple.h"

namespace ckpt::driver {

using llvm::StringRef;
using llvm::Triple;

namespace {

struct Base {
  const char *name;
  CommandKind kind;
};

// A name that ends with another one of the table stands before it.
constexpr Base kBases[] = {
    {"clang++", CommandKind::kClang},
    {"clang", CommandKind::kClang},
    {"c89-gcc", CommandKind::kGcc},
    {"c99-gcc", CommandKind::kGcc},
    {"gcc", CommandKind::kGcc},
    {"g++", CommandKind::kGcc},
    {"cc", CommandKind::kCc},
    {"c++", CommandKind::kCc},
    {"c89", CommandKind::kCc},
    {"c99", CommandKind::kCc},
    {"gfortran", CommandKind::kFortran},
    {"f77", CommandKind::kFortran},
    {"f95", CommandKind::kFortran},
    {"g77", CommandKind::kFortran},
    {"ld.bfd", CommandKind::kLinker},
    {"ld.gold", CommandKind::kLinker},
    {"ld.lld", CommandKind::kLinker},
    {"ld.mold", CommandKind::kLinker},
    {"ld", CommandKind::kLinker},
    {"mold", CommandKind::kLinker},
};

StringRef without_version(StringRef name) {
  StringRef stem = name.rtrim("0123456789.");
  if (stem.size() < name.size() && stem.endswith("-"))
    return stem.drop_back();
  return name;
}

} // namespace

CommandName parse_command_name(StringRef name) {
  name = without_version(name);
  for (const Base &base : kBases) {
    StringRef prefix = name;
    if (!prefix.consume_back(base.name))
      continue;
    bool is_cxx = StringRef(base.name).endswith("++");
    if (prefix.empty())
      return {base.kind, "", is_cxx};
    // afl-gcc is not gcc for the machine "afl".
    if (prefix.consume_back("-") &&
        Triple(Triple::normalize(prefix)).getArch() != Triple::UnknownArch)
      return {base.kind, prefix, is_cxx};
  }
  return {};
}

bool target_is_supported(StringRef text) {
  Triple triple(Triple::normalize(text));
  return triple.getArch() == Triple::x86_64 && triple.isOSLinux() &&
         triple.getEnvironment() != Triple::GNUX32 &&
         triple.getEnvironment() != Triple::MuslX32 && !triple.isAndroid();
}

} // namespace ckpt::driver
