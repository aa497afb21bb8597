// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "driver/linker_script.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

namespace ckpt::driver {

using llvm::StringRef;

namespace {

// Deeper is taken for a script that includes itself.
constexpr unsigned kMaxDepth = 10;

bool ends_word(char c) {
  return llvm::isSpace(c) || StringRef("\"(){};,=+-*/&|<>?:!~").contains(c);
}

// Words, quoted strings without their quotes, and single characters.
class Tokens {
public:
  explicit Tokens(StringRef text) : text_(text) {}

  // False at the end.
  bool next(StringRef &token) {
    skip_blanks();
    if (text_.empty())
      return false;
    if (text_.consume_front("\"")) {
      token = text_.take_until([](char c) { return c == '"'; });
      text_ = text_.drop_front(token.size());
      text_.consume_front("\"");
      return true;
    }
    token = text_.take_until(ends_word);
    if (token.empty())
      token = text_.take_front();
    text_ = text_.drop_front(token.size());
    return true;
  }

  // A file's name has no blanks, but may have anything else.
  StringRef file_name() {
    skip_blanks();
    StringRef name;
    if (text_.startswith("\"")) {
      next(name);
      return name;
    }
    name = text_.take_until(
        [](char c) { return llvm::isSpace(c) || c == ';' || c == '}'; });
    text_ = text_.drop_front(name.size());
    return name;
  }

private:
  void skip_blanks() {
    for (;;) {
      text_ = text_.ltrim();
      if (!text_.startswith("/*"))
        return;
      size_t end = text_.find("*/", 2);
      text_ = end == StringRef::npos ? "" : text_.drop_front(end + 2);
    }
  }
  StringRef text_;
};

// As the linker looks for it: as it stands, then in the -L directories.
llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>>
open_script(StringRef name, const Invocation &invocation) {
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> text =
      llvm::MemoryBuffer::getFile(name);
  for (const std::string &directory : invocation.library_directories) {
    if (text)
      break;
    text = llvm::MemoryBuffer::getFile(directory + "/" + name);
  }
  return text;
}

std::string entry_of(StringRef name, const Invocation &invocation,
                     unsigned depth = 0) {
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> text =
      open_script(name, invocation);
  if (!text)
    return "";
  ScriptFacts facts = scan_linker_script((*text)->getBuffer());
  if (!facts.entry.empty() || depth == kMaxDepth)
    return facts.entry;
  for (const std::string &include : llvm::reverse(facts.includes)) {
    std::string entry = entry_of(include, invocation, depth + 1);
    if (!entry.empty())
      return entry;
  }
  return "";
}

} // namespace

ScriptFacts scan_linker_script(StringRef text) {
  ScriptFacts facts;
  Tokens tokens(text);
  StringRef token;
  while (tokens.next(token)) {
    if (token == "INCLUDE") {
      facts.includes.push_back(tokens.file_name().str());
      continue;
    }
    if (token != "ENTRY" || !tokens.next(token) || token != "(")
      continue;
    StringRef symbol;
    if (tokens.next(symbol) && tokens.next(token) && token == ")")
      facts.entry = symbol.str();
  }
  return facts;
}

void add_script_entry(Invocation &invocation) {
  if (invocation.mode != Mode::kLink || !invocation.entry.empty())
    return;
  for (const std::string &script : llvm::reverse(invocation.scripts)) {
    invocation.entry = entry_of(script, invocation);
    if (!invocation.entry.empty())
      break;
  }
  // Where the runtime goes on without being told.
  if (invocation.entry == "_start")
    invocation.entry.clear();
}

} // namespace ckpt::driver
