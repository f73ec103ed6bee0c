#compdef tmpfsroot-wizard
# Completion of tmpfsroot-wizard for zsh: the program says what fits, the shell adds names of files.
_tmpfsroot_wizard() {
  local line
  local -a lines values
  lines=("${(@f)$("$words[1]" completion --words -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in "${(@)lines[2,-1]}"; do
    values+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done
  (( $#values )) && _describe -t values 'tmpfsroot-wizard' values
  case $lines[1] in
    files) _files ;;
    folders) _files -/ ;;
  esac
}
compdef _tmpfsroot_wizard tmpfsroot-wizard
