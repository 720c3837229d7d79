//! Bash. The library's script takes `--user=Mar` for three words, because bash does, and would insert
//! a name with a space as two.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::Command;
use clap_complete::engine::complete;

use super::quoted;
use super::shell::{Script, Shell};

pub(super) const BASH: Shell = Shell {
    names: ("bash", &[]),
    script: Script::Own(SCRIPT),
    complete: complete_word,
};

const SCRIPT: &str = r#"_helpscout() {
    # What is split at = and : is one word.
    local -a words=()
    local index word cut= joins=
    for ((index = 0; index <= COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        # The last word ends at the cursor. Bash takes the quote away that it begins with.
        if ((index == COMP_CWORD)) && [[ $word != [=:]* ]]; then
            case $word in
                [\"\']*) word=${word:0:1}$2 ;;
                *) word=$2 ;;
            esac
        fi
        if [[ $word == [=:]* && ${#words[@]} -gt 0 ]] || [[ $joins ]]; then
            ((index == COMP_CWORD)) && [[ $word != [=:]* ]] && cut=${words[${#words[@]} - 1]}
            ((index == COMP_CWORD)) && [[ $word == [=:]* ]] && cut=${words[${#words[@]} - 1]}$word
            words[${#words[@]} - 1]+=$word
        else
            words+=("$word")
        fi
        joins=
        [[ $word == [=:]* && $word != *[!=:]* ]] && joins=1
    done
    local candidate
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("${candidate#"$cut"}")
    done < <(VARIABLE=bash _HELPSCOUT_INDEX=$((${#words[@]} - 1)) COMPLETER -- "${words[@]}" 2>/dev/null)
    # Bash quotes what it takes for names of files, and adds the slash to folders.
    if [[ ${COMPREPLY[*]} == *[\ \"\'\$\&\(\)\;\<\>\|\*\?\`\\]* ]]; then
        compopt -o filenames 2>/dev/null && COMPREPLY=("${COMPREPLY[@]%/}")
    fi
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o bashdefault -F _helpscout PROGRAM
"#;

fn complete_word(
    program: &mut Command,
    words: Vec<OsString>,
    folder: Option<&Path>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let index = std::env::var("_HELPSCOUT_INDEX").ok();
    let index = index.and_then(|index| index.parse().ok());
    let index = index.unwrap_or(words.len().saturating_sub(1));
    let words = words.iter().map(|word| quoted::read(word)).collect();
    for candidate in complete(program, words, index, folder)? {
        writeln!(out, "{}", candidate.get_value().to_string_lossy())?;
    }
    Ok(())
}
