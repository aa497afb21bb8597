// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "driver/masquerade.h"
#include "driver/command_name.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Path.h"

namespace ckpt::driver {

using llvm::SmallVector;
using llvm::StringRef;

namespace {

constexpr char kBlanks[] = " \t\n";

SmallVector<StringRef, 16> directories_of(StringRef path) {
  SmallVector<StringRef, 16> directories;
  path.split(directories, ':');
  return directories;
}

void append(std::string &path, StringRef directory, bool &empty) {
  if (!empty)
    path += ':';
  path += directory;
  empty = false;
}

} // namespace

bool is_launcher(StringRef name) {
  return llvm::StringSwitch<bool>(name)
      .Cases("ccache", "sccache", "distcc", "icecc", true)
      .Default(false);
}

bool is_led_through(StringRef name) {
  CommandName command = parse_command_name(name);
  return command.kind != CommandKind::kOther &&
         (command.target.empty() || target_is_supported(command.target));
}

std::string with_in_front(StringRef path, StringRef directory) {
  std::string result = directory.str();
  bool empty = false;
  for (StringRef other : directories_of(path))
    if (other != directory)
      append(result, other, empty);
  return result;
}

std::string with_behind(StringRef path,
                        llvm::ArrayRef<std::string> directories) {
  std::string result;
  bool empty = true;
  for (StringRef directory : directories_of(path))
    if (!llvm::is_contained(directories, directory))
      append(result, directory, empty);
  for (const std::string &directory : directories)
    append(result, directory, empty);
  return result;
}

llvm::ArrayRef<const char *> compiler_variables() {
  static constexpr const char *kVariables[] = {
      "CC", "CXX", "FC", "F77", "F90", "F95", "LD", "OBJC", "OBJCXX"};
  return kVariables;
}

std::optional<std::string> led_value(StringRef value, StringRef self) {
  StringRef trimmed = value.ltrim(kBlanks);
  StringRef first =
      trimmed.take_until([](char c) { return StringRef(kBlanks).contains(c); });
  StringRef second =
      trimmed.drop_front(first.size()).ltrim(kBlanks).take_until([](char c) {
        return StringRef(kBlanks).contains(c);
      });
  namespace path = llvm::sys::path;
  bool by_path = first.contains('/') && is_led_through(path::filename(first));
  // ccache would take us for the compiler, and not notice a new one.
  bool launched = is_launcher(path::filename(first)) &&
                  is_led_through(path::filename(second));
  if (!by_path && !launched)
    return std::nullopt;
  return (self + " " + trimmed).str();
}

} // namespace ckpt::driver
