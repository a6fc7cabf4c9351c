namespace Paylatch.Application.Identity;

/// <summary>
/// Beginnings of the passwords found most often in published leaks and local favourites, lower case. Trailing digits and
/// signs are dropped before comparing, so the list holds words.
/// </summary>
internal static class CommonPasswords
{
    public const string List = """
        password passwords passw0rd p@ssword p@ssw0rd pa55word pass passpass passphrase passcode mypassword yourpassword
        thepassword newpassword oldpassword password1password changeme changemenow changeit letmein letmeinnow letmeinplease
        welcome welcometo welcomehome welcome1 administrator admin adminadmin administrador superadmin superuser root rootroot
        user username useruser guest guestguest default secret secrets topsecret mysecret test testing testtest tester
        login loginlogin master masterkey qwerty qwertyuiop qwertyqwerty qwertz azerty azertyuiop asdf asdfgh asdfghjkl
        asdfasdf zxcvbn zxcvbnm zxcvbnmasdf 1q2w3e 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc qazwsx qazwsxedc
        qazwsxedcrfv zaq12wsx zaq1zaq1 q1w2e3r4 q1w2e3r4t5 qwer1234 qwerty123456 abc abcd abcdef abcdefg abcdefgh abcdefghijkl
        abc123 a1b2c3 a1b2c3d4 aa123456 abcd1234 123 1234 12345 123456 1234567 12345678 123456789 1234567890 12345678910
        123456789012 1234512345 123123 123123123 123321 1234321 123qwe 123qweasd 123qweasdzxc 12qwaszx 147258369 159357
        159753 987654321 9876543210 098765432109 0987654321 111111 11111111 121212 112233 11223344 112233445566 222222 333333 444444 555555 666666 654321
        696969 777777 7777777 888888 88888888 999999 999999999 000000 00000000 000000000000 101010 131313 232323
        iloveyou iloveyouso iloveu ilovegod ilovejesus lovely loveme loveyou love lovelove forever foreverlove jesus jesuschrist
        jesusislord jesusloves godisgood godislove godbless blessed blessing blessings christ heaven faith grace mungu
        munguniwetu yesu yesuniwangu bwana asante karibu karibusana habari mambo jambo jambobwana nakupenda upendo rafiki
        safari simba kenya nairobi mombasa tanzania uganda kampala rwanda kigali africa hakuna hakunamatata harambee uhuru
        gormahia arsenal chelsea liverpool manchester manutd manchesterunited barcelona realmadrid juventus tottenham football
        soccer baseball basketball hockey cricket champion champions winner sunshine princess prince queen king kingkong dragon
        monkey shadow superman batman spiderman ironman starwars pokemon naruto freedom whatever trustno trustnoone ninja
        hunter hunter2 killer ranger soldier warrior tiger lion eagle falcon phoenix mustang ferrari porsche mercedes toyota
        corvette harley yamaha michael jordan jennifer jessica ashley nicole daniel andrew joshua matthew thomas robert charlie
        george william anthony david james joseph samuel solomon emmanuel elizabeth mary grace1 mercy peace joy hope
        summer winter spring autumn monday tuesday wednesday thursday friday saturday sunday january february march april may
        june july august september october november december computer internet samsung iphone android nokia tecno infinix
        google facebook instagram whatsapp twitter youtube microsoft windows linux oracle cisco ubuntu server database
        company business merchant customer manager employee office money moneymoney mpesa safaricom airtel paylatch
        flower flowers butterfly cookie chocolate banana orange apple pepper ginger cheese coffee pizza chicken hello
        hellohello helloworld goodmorning goodbye nothing something anything everything access accessgranted opensesame
        iamgod iamking iamthebest imthebest mynameis babygirl babyboy baby angel angels darling sweetheart honey beautiful
        family mother father brother sister mylove mylife mybaby bestfriend friends friend happy happyday lucky luckyday
        correcthorsebatterystaple
        """;
}
