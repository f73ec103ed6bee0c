# Completion of tmpfsroot-wizard for fish: the program says what fits, the shell adds names of files.
function __tmpfsroot_wizard_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines ($words[1] completion --words -- $words[2..-1] "$current" 2>/dev/null)
    for line in $lines[2..-1]
        echo $line
    end
    switch "$lines[1]"
        case files
            __fish_complete_path "$current"
        case folders
            __fish_complete_directories "$current"
    end
end
complete -c tmpfsroot-wizard -f -a '(__tmpfsroot_wizard_complete)'
