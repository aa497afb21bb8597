// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Linkers report a lost entry point in four different ways, from a warning to
// nothing: so the file itself is asked.
#include "driver/inspect_output.h"
#include "driver/abi_names.h"
#include "runtime/abi/image.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Object/ELF.h"
#include "llvm/Object/ELFTypes.h"

namespace ckpt::driver {

using llvm::Error;
using llvm::Expected;
using llvm::StringRef;
using llvm::object::ELF64LE;
using ElfFile = llvm::object::ELFFile<ELF64LE>;

namespace {

constexpr char kAdvice[] =
    "; look for linker options or a linker script (-T) that drop sections or "
    "set the entry point, or link without ckpt_compile";

Error wrong(const llvm::Twine &text) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                 text + kAdvice);
}

// The note that every runtime carries.
Expected<uint64_t> find_flags(const ElfFile &elf,
                              ElfFile::Elf_Phdr_Range headers) {
  for (const ElfFile::Elf_Phdr &header : headers) {
    if (header.p_type != llvm::ELF::PT_NOTE)
      continue;
    Error damaged = Error::success();
    uint64_t found = 0;
    for (const ElfFile::Elf_Note &note : elf.notes(header, damaged)) {
      if (note.getType() != image::kProgramNote ||
          note.getName() != image::kNoteName ||
          note.getDesc().size() < sizeof(image::ProgramNote))
        continue;
      found = static_cast<uint64_t>(note.getDesc().data() - elf.base()) +
              offsetof(image::ProgramNote, default_flags);
    }
    if (damaged)
      return damaged;
    if (found)
      return found;
  }
  return wrong("the runtime is missing: the program has no note of owner "
               "\"CKPT\"");
}

// The address of the entry symbol, or 0 when the symbols are stripped.
Expected<uint64_t> entry_symbol(const ElfFile &elf) {
  Expected<ElfFile::Elf_Shdr_Range> sections = elf.sections();
  if (!sections) { // stripped of them: no reason to complain
    llvm::consumeError(sections.takeError());
    return 0;
  }
  for (const ElfFile::Elf_Shdr &section : *sections) {
    if (section.sh_type != llvm::ELF::SHT_SYMTAB)
      continue;
    Expected<ElfFile::Elf_Sym_Range> symbols = elf.symbols(&section);
    if (!symbols)
      return symbols.takeError();
    Expected<StringRef> names = elf.getStringTableForSymtab(section);
    if (!names)
      return names.takeError();
    for (const ElfFile::Elf_Sym &symbol : *symbols) {
      Expected<StringRef> name = symbol.getName(*names);
      if (!name)
        return name.takeError();
      if (*name == kEntrySymbol)
        return symbol.st_value;
    }
  }
  return 0;
}

Error check_entry(const ElfFile &elf, ElfFile::Elf_Phdr_Range headers) {
  uint64_t entry = elf.getHeader().e_entry;
  Expected<uint64_t> symbol = entry_symbol(elf);
  if (!symbol)
    return symbol.takeError();
  if (*symbol && *symbol != entry)
    return wrong("the program starts at 0x" + llvm::utohexstr(entry) +
                 ", not at " + kEntrySymbol + " (0x" +
                 llvm::utohexstr(*symbol) + ")");
  StringRef mark(reinterpret_cast<const char *>(kEntryMark),
                 sizeof(kEntryMark));
  for (const ElfFile::Elf_Phdr &header : headers) {
    bool inside = header.p_type == llvm::ELF::PT_LOAD &&
                  header.p_flags & llvm::ELF::PF_X && entry >= header.p_vaddr &&
                  entry - header.p_vaddr < header.p_filesz;
    if (!inside)
      continue;
    Expected<llvm::ArrayRef<uint8_t>> bytes = elf.getSegmentContents(header);
    if (!bytes)
      return bytes.takeError();
    StringRef code(reinterpret_cast<const char *>(bytes->data()),
                   bytes->size());
    if (code.drop_front(entry - header.p_vaddr).startswith(mark))
      return Error::success();
  }
  return wrong("the entry point 0x" + llvm::utohexstr(entry) +
               " is not in the runtime");
}

// Behind the dynamic loader the runtime starts in a DT_PREINIT_ARRAY.
Error check_preinit(const ElfFile &elf, ElfFile::Elf_Phdr_Range headers) {
  const ElfFile::Elf_Phdr *dynamic = nullptr;
  bool interpreted = false;
  for (const ElfFile::Elf_Phdr &header : headers) {
    interpreted |= header.p_type == llvm::ELF::PT_INTERP;
    if (header.p_type == llvm::ELF::PT_DYNAMIC)
      dynamic = &header;
  }
  if (!interpreted)
    return Error::success();
  if (!dynamic)
    return wrong("the program has a loader, but no dynamic section");
  // LLVM's dynamicEntries() trusts the header's offset; this does not.
  Expected<llvm::ArrayRef<uint8_t>> bytes = elf.getSegmentContents(*dynamic);
  if (!bytes)
    return bytes.takeError();
  llvm::ArrayRef<ElfFile::Elf_Dyn> entries(
      reinterpret_cast<const ElfFile::Elf_Dyn *>(bytes->data()),
      bytes->size() / sizeof(ElfFile::Elf_Dyn));
  for (const ElfFile::Elf_Dyn &entry : entries)
    if (entry.d_tag == llvm::ELF::DT_PREINIT_ARRAYSZ && entry.d_un.d_val)
      return Error::success();
  return wrong("the dynamic program has no DT_PREINIT_ARRAY, in which the "
               "runtime starts");
}

} // namespace

Expected<ProgramFacts> inspect_program(StringRef bytes) {
  using namespace llvm::ELF;
  if (!bytes.startswith(StringRef("\177ELF\2\1", 6)))
    return wrong("the output is no 64-bit little-endian ELF file");
  Expected<ElfFile> elf = ElfFile::create(bytes);
  if (!elf)
    return elf.takeError();
  const ElfFile::Elf_Ehdr &head = elf->getHeader();
  if (head.e_machine != EM_X86_64)
    return wrong("the output is not for x86-64");
  if (head.e_type != ET_EXEC && head.e_type != ET_DYN)
    return wrong("the output is no executable");
  Expected<ElfFile::Elf_Phdr_Range> headers = elf->program_headers();
  if (!headers)
    return headers.takeError();
  Expected<uint64_t> flags = find_flags(*elf, *headers);
  if (!flags)
    return flags.takeError();
  if (Error error = check_entry(*elf, *headers))
    return error;
  if (Error error = check_preinit(*elf, *headers))
    return error;
  return ProgramFacts{*flags};
}

} // namespace ckpt::driver
