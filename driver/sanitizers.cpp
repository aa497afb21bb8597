// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A sanitizer's library that defines sigaction keeps our shim of it out: then
// the program could take the signals that ask for checkpoints, unnoticed.
#include "driver/sanitizers.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace ckpt::driver {

using llvm::StringRef;

namespace {

enum class Kind { kUnknown, kCheck, kNoLibrary, kTakesOver };

Kind kind_of(StringRef name) {
  return llvm::StringSwitch<Kind>(name)
#define CKPT_CHECK(name) .Case(name, Kind::kCheck)
#define CKPT_NO_LIBRARY(name) .Case(name, Kind::kNoLibrary)
#define CKPT_TAKES_OVER(name, reason) .Case(name, Kind::kTakesOver)
#include "driver/sanitizers.def"
      .Default(Kind::kUnknown);
}

StringRef reason_of(StringRef name) {
  return llvm::StringSwitch<StringRef>(name)
#define CKPT_CHECK(name)
#define CKPT_NO_LIBRARY(name)
#define CKPT_TAKES_OVER(name, reason) .Case(name, reason)
#include "driver/sanitizers.def"
      .Default("what it keeps at run time is not known here");
}

bool covers(StringRef group, StringRef name) {
  return group == "all" || group == name ||
         (group == "undefined" && kind_of(name) == Kind::kCheck) ||
         (group == "cfi" && name.startswith("cfi-"));
}

} // namespace

void Sanitizers::add(llvm::ArrayRef<const char *> names) {
  names_.insert(names_.end(), names.begin(), names.end());
}

void Sanitizers::drop(llvm::ArrayRef<const char *> names) {
  for (StringRef dropped : names)
    llvm::erase_if(names_, [dropped](const std::string &name) {
      return covers(dropped, name);
    });
}

void Sanitizers::trap(llvm::ArrayRef<const char *> names) {
  traps_.insert(traps_.end(), names.begin(), names.end());
}

bool Sanitizers::traps(StringRef name) const {
  if (kind_of(name) == Kind::kNoLibrary && traps_by_default_)
    return true;
  return llvm::any_of(traps_, [name](const std::string &group) {
    return covers(group, name);
  });
}

std::string Sanitizers::refusal(CommandKind command) const {
  bool harmless_library =
      command == CommandKind::kGcc || command == CommandKind::kFortran;
  for (const std::string &name : names_) {
    Kind kind = kind_of(name);
    bool has_library = kind == Kind::kCheck || kind == Kind::kNoLibrary;
    if (has_library && (harmless_library || traps(name)))
      continue;
    std::string text = "a program linked with -fsanitize=" + name +
                       " cannot be checkpointed: ";
    if (has_library)
      return text + "its run-time library takes the C library's signal "
                    "functions over; add -fsanitize-trap=" +
             name + ", or link without -fsanitize";
    return text + reason_of(name).str() +
           "; link without -fsanitize, or run the command without "
           "ckpt_compile";
  }
  return "";
}

} // namespace ckpt::driver
