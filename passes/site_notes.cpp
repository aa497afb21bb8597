// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The notes are assembly of the module: only so a section is not loaded, and
// nothing in the program refers to it or is kept for it.
#include "passes/site_notes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Analysis/OptimizationRemarkEmitter.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/Function.h"
#include "llvm/Support/raw_ostream.h"

namespace ckpt::pass {

using namespace llvm;

namespace {

void remark(const Instruction &at, StringRef call, StringRef why) {
  OptimizationRemarkEmitter emitter(at.getFunction());
  if (why.empty())
    emitter.emit(OptimizationRemark(kPassName, "Routed", &at)
                 << ore::NV("Call", call)
                 << " goes to the dispatcher without a trap");
  else
    emitter.emit(OptimizationRemarkMissed(kPassName, "Left", &at)
                 << ore::NV("Call", call)
                 << " is left to the trap: " << ore::NV("Reason", why));
}

// For .asciz: every byte but plain ones in octal.
void put_text(raw_ostream &out, StringRef text) {
  out << "\t.asciz\t\"";
  for (char c : text.take_front(4096)) {
    unsigned byte = static_cast<unsigned char>(c);
    if (isAlnum(c) || StringRef("_.,:;/ ()-+$@").contains(c))
      out << c;
    else
      out << '\\' << static_cast<char>('0' + (byte >> 6))
          << static_cast<char>('0' + (byte >> 3 & 7))
          << static_cast<char>('0' + (byte & 7));
  }
  out << "\"\n";
}

} // namespace

void SiteNotes::record(site::Kind kind, StringRef where, unsigned line,
                       StringRef file, StringRef call, StringRef why) {
  site::Outcome outcome =
      why.empty() ? site::Outcome::kRouted : site::Outcome::kLeft;
  raw_string_ostream out(text_);
  out << "\t.long\t5, 1f-0f, " << site::kNoteType << "\n\t.asciz\t\"CKPT\"\n"
      << "\t.balign\t4\n0:\t.byte\t" << static_cast<unsigned>(kind) << ", "
      << static_cast<unsigned>(outcome) << ", 0, 0\n\t.long\t" << line << '\n';
  for (StringRef text : {where, call, why, file})
    put_text(out, text);
  out << "1:\t.balign\t4\n";
}

void SiteNotes::add(site::Kind kind, const Instruction &at, StringRef call,
                    StringRef why) {
  remark(at, call, why);
  const DebugLoc &place = at.getDebugLoc();
  StringRef file;
  if (place)
    file = cast<DIScope>(place.getScope())->getFilename();
  record(kind, at.getFunction()->getName(), place ? place.getLine() : 0, file,
         call, why);
}

void SiteNotes::add(site::Kind kind, StringRef where, StringRef call,
                    StringRef why) {
  record(kind, where, 0, "", call, why);
}

void SiteNotes::write(Module &module) {
  if (!text_.empty())
    module.appendModuleInlineAsm(
        "\t.pushsection " + std::string(site::kSection) +
        ",\"\",@note\n\t.balign\t4\n" + text_ + "\t.popsection\n");
  text_.clear();
}

} // namespace ckpt::pass
