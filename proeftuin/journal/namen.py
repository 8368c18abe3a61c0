"""Lists for the check on names: common first names and surnames in the Netherlands, and words.

Made by hand from what is common, so never complete: the patterns in persoonsgegevens.py find
the rest. All in lower case without accents.
"""

VOORNAMEN = frozenset(
    """
    aaliyah aaron abby abdel abdelkader abdellah abderrahim abdirahman abdul abdullah abel
    achmed ada adam adil adriaan adrian adriana agnieszka aicha aisha alae albert aleksandra
    alex alexander alexandra ali alice alicia alida alina amal amber amelia amin amina amine
    amir amira amy ana anass andre andrea andreas andrzej angela angelique anis anita anja anke
    anna annabel anne anne-fleur annelies annemarie annemiek annette annie anouar anouk ans
    anthony anton antonia antonio appie arda arend arie arjan arjen arnold arthur arwen ashley
    astrid aya ayaan ayat aylin ayoub ayse bart bas bastiaan beatrix bella ben benjamin benthe
    berat berend bernard bert berta betty bianca bilal bjorn boaz bob bodi boris bouchra brahim
    bram brent brigitte britt bruno burak can carla carlijn carlos carmen carolien carolina
    caroline cas casper cato cees celine cem chantal charlie charlotte chris christel christiaan
    christian christina christine cindy claire clara claudia coen colin coos cor corina cornelia
    cornelis corrie daan dagmar daisy damian damla dana daniel daniela danielle danny david
    debbie debora delano denise deniz dennis derk dewi diana dick diederik dilara dina dion dirk
    djamila dmytro dominik dominique donna donny doortje dorien doris dorothea douwe driss duco
    dunya duuk dylan dyon ebru eddy edith edwin eefje eelco efe elena elias elif eline elisa
    elisabeth elise elisha eliza elke ella ellen elly eloise els elsa elvira elyas emiel emilia
    emily emir emma emmanuel emre enes enzo erica erik erika erwin esmee esra esther eva evelien
    evelyne evert evi evy ewa ezra fabian fabienne faduma farah fatih fatiha fatima fatma fay
    faye feline felix femke fenna fenne fien fiene finn fleur floor floortje florian floris fons
    frank frans fransje fred frederik freek frits gabriel gabriela gavin geert geertje gerard
    gerben gerda gerrie gerrit gert gijs gijsbert gina giovanni glenn greet greetje guido guus
    gwen hadi hafida hakan halil halima hamid hamza hanan hanna hannah hanneke hans harm harrie
    harry hasan hassan heidi helen helena helga hendrik hendrika henk hennie henri herman
    hermien hessel hiba hicham hidaya hidde hilde hind hodan hugo huseyin ibrahim ida ignas
    ikram ilham ilias ilse ilyas imane imke imran ines inge ingeborg ingrid irene iris irma
    iryna isa isaac isabeau isabel isabella isabelle ismael ismail israe ivan ivo ivy jaap jacco
    jack jackie jacob jacoba jacqueline jacques jade jaimy jake jamal james jamie jan jan-willem
    jana janine jannah janneke jannes jannie jarno jasmijn jasmine jason jasper jax jay jayden
    jaylano jeanette jeannette jelle jelmer jennifer jens jeroen jerome jesper jesse jessica
    jessie jiayi jill jip joan joanna joao job jochem joelle joep joeri joey johan johanna
    johannes john jolanda jolie jolien jolijn joline jonah jonas jonathan jordan jordi jordy
    joris jort jos josefien josephine joshua josje jozef juan judith julia julian julie juliette
    junior jurgen jurian jurre justin jytte kaan kai karel karim karima karin kasper katarzyna
    kate kathleen katja kaya kayleigh kees keesje keira kemal kenan kenza kerem kevin khadija
    khalid kiki kim klaas koen koos krzysztof kubra kyano kyra lana lara larissa lars laura
    lauren laurens lea leendert leila lena lenn lennart lenny leo leon leonie levi lewis liam
    lian lianne lidewij lieke liesbeth lieve lilly lily lina linda lindsey linsey lisa lisanne
    lise liselotte liv lizzy lodewijk loes lot lotte lou louis louise lowie luc luca lucas lucia
    luciano luisa luka lukas luna luuk lynn maaike maarten maartje madelief mae magdalena
    mahmoud malak malika malou manon mara marc marcel marcin marco margaretha margot margreet
    maria mariam marianne marieke marielle marije marijke marijn marika marin marina mario
    marion marisa mariska marit marius marjan marjolein marjolijn marjon mark marleen marlies
    marloes marlou marnix marta martha martijn martin martine marvin marwa maryam mason mateusz
    matheus mats matteo matthias matthijs maud maurice maurits max maxim maya mees mehdi mehmet
    mei-lin meike melanie melissa melle meral merel merijn merve meryem mia michael michal
    michel michelle michiel mick mieke mike mikkel mila milan milou mimoun miriam mirjam mirre
    mirthe mitchell moh mohamad mohamed mohammad mohammed monica moniek monika morris mounir
    moussa muhammad muhammed murat mustafa mykola myrthe nabil nabila nadia nadine nael naima
    najat najib naomi nasrin nassim natalia natalya natasja nathan nawal nicky nico nicolaas
    nicole nicoline niek niels nienke nigel nikki nina noa noah noel nola noor noortje nora
    nordin nour noureddine nouri nova nynke odin olaf oleksandr olena olga olivia olivier omar
    omer onno oscar osman otis otto ouassim oumaima owen pablo pascal patricia patrick paul
    paula pauline pawel pepijn peter petra phileine philip philippe pien pier piet pieter
    pieter-jan pieternel pietje pim piotr pip priscilla puck puk quinten quinty rachel rachid
    raf rafael rahma ralph ramon rania ravi rayan raymond rebecca reda reinier reinout renate
    rene renee renske riad rianne ricardo riccardo richard rick rieneke rients rihanna rik rita
    rob robbert robert roberto robin rochelle roderick roel roeland roelof roger rogier roland
    romain romaisa romy ron ronald ronnie rosa rosalie rosanne rowan rowena roy ruben rudolf
    ruth ruud ryan saar saartje sabine sabrina sadia safa said salima salma salomon sam samantha
    sami samir samira samuel sander sandra sanne sara sarah sasja saskia scott sebastiaan
    sebastian sefa sefanja selam selin selina selma sem semih senna sepp serena seth shakira
    shanna sharon sharona siebe siem sien sienna sietske sil silke silvia simon simone sina
    sjaak sjoerd sjors soad sofia sofie sonja sophia sophie soufiane soumaya stan stefan
    stefanie stella sten stephan stephanie sterre steven stijn suus suzanne suze sven svitlana
    sylvia sylvie tamar tamara tanja tara tariq tatum tesfay tess tessa teun teunis theo
    theodora thijmen thijs thom thomas tiago tibbe tiemen ties tijl tijmen tijn tijs tim timo
    tina tineke tobias tom tomasz tommy ton tonnie toon tristan trudy truus tuana twan tycho
    tygo umut ursula valentijn valerie veerle vera verena veronica victor victoria vince vincent
    virginia volodymyr wei wesley wessel wiebe wietse wilhelmina willem willemijn wilma wim
    wojciech wouter xander xavi yara yasemin yasin yasmin yasmine yassin yassine yassir ymke
    yonas younes youri youssef yuna yunus yusra yusuf yvette yvonne zakaria zayd zayn zeynep zoe
    zoey zohra zuzanna
    """.split()
)
# Also ordinary words in lower case: only a capital makes them a name.
ALLEEN_HOOFDLETTER = frozenset(
    """
    ada amber amine ana ans arend bart bas ben berend bob can cas cato cor daisy els eva fay
    fien fleur floor greet hans harm hind hugo ida ilias imke iris isa ivy jade jan jasmijn jax
    jay jip job jos junior kai kate kaya kim koos lea leo lise lot lou luc luna lynn madelief
    mae mara marin mark mats maud max mees merel mia mike moh nina noa noor nora nour nova odin
    otto paul pien pier piet pim pip puck raf rik rita rob robin romain rosa roy saar said sam
    sara sem sil simone sina stan sten suze tara tess ties tim tina tom ton toon vera vince wei
    xavi
    """.split()
)
# Also words with which a sentence may begin: only a capital inside a sentence counts.
ALLEEN_MIDDEN = frozenset(
    """
    bloem bo can elke jet lente lieve linde lot roos sky ster storm wil
    """.split()
)
ACHTERNAMEN = frozenset(
    """
    aarts abdi achterberg adams ahmed akkerman alberts ali amrani arends arslan aslan aydin
    bakhuis bartels beekman benali bennani berends bijlsma boersma boonstra bosman bouazza
    bouman bouwman bouzid brouwers bruijn buijs celik cetin christiaans claassen cornelissen
    coumans daalmans dekkers demir demirci derksen dijkman dijkstra dirksen dogan doornbos
    driessen eijk elbers erdogan evers feenstra fransen franssen gerards gerrits gerritsen
    goossens groenendijk haddou hamdaoui hassan heijden hendriks hendriksen hermans hermsen
    hoekstra hofstra houben huijbers ismail jacobs jansen janssen janssens joosten karaca kaya
    khan kilic kleijn kooij kooistra korkmaz kowalski kuijpers kuipers lammers lubbers mansouri
    martens meijer meijers mertens meulen meyer michels mohamed mohamud mourik nguyen
    nieuwenhuis nijhuis nowak oosterhuis oosting ozdemir ozturk paulissen peeters pietersen
    polat poulsen reijnders riemersma roelofs rooij rutten sahin schaik scheffer schippers
    schutte schuurman simons singh sjoerdsma smeets smits smulders snijders stevens teunissen
    thijssen tichelaar timmermans tran unal veenstra veldhuis verbeek verhagen verhoeven vermeer
    vermeulen verweij vries wierda wiersma wijnen willems willemsen wolters wouters yildirim
    yildiz yilmaz zandstra zijlstra
    """.split()
)
# Surnames that are ordinary words too: only a capital inside a sentence counts.
BEROEPSNAMEN = frozenset(
    """
    appel bakker beek berg blok boer bos bosch brouwer bruin dekker dijk groot haan hagen heuvel
    hoek hoeven hofman hollander huisman jong jonker kaptein keizer klaver kok koning koster
    kramer kroon kuijper kuiper lange leeuwen linden maas mol molenaar mulder peters postma
    prins roos schipper schouten schrijver smit sterk vink visser vliet vos wit wolf zwart
    """.split()
)
TUSSENVOEGSELS = frozenset(
    """
    al ben bin d da de den der di du el het ibn la le t te ten ter v v.d van vd ver von zu
    """.split()
)
# Behind one of these a name follows.
AANSPREEK = frozenset(
    """
    achternaam baby broer broertje buurman buurvrouw client cliente dhr dochter dochtertje
    dokter dr drs fam familie genaamd genoemd gezin heer heet heette ing ir jeugdige jongen juf
    juffrouw kind leerling mama meester meisje meneer mevr mevrouw mijnheer moeder mr mvr mw
    naam namen noemen oma oom opa papa peuter pleegmoeder pleegvader prof puber tante tiener
    vader voornaam vriend vriendin zoon zoontje zus zusje
    """.split()
)
# A capital that is no person: organisations, areas, and how a sentence begins.
# Behind these a capital begins a name, unless it is one of ACHTER_ROL or an abbreviation.
ROLLEN_MENSEN = frozenset(
    """
    advocaat afdelingshoofd agent apotheker arts bedrijfsleider begeleider begeleidster
    behandelaar beleidsmedewerker bestuurder burgemeester casemanager casusregisseur coach
    collega concierge conrector consulent consulente contactpersoon coordinator directeur docent
    docente dominee ervaringsdeskundige fysiotherapeut gastouder gedeputeerde
    gedragswetenschapper gezinsbegeleider gezinscoach gezinsvoogd griffier huisarts
    hulpverleenster hulpverlener imam jeugdarts jeugdbeschermer jeugdcoach jeugdconsulent
    jeugdreclasseerder jeugdverpleegkundige jeugdwerker jongerenwerker kapper kinderarts
    kinderrechter kraamverzorgster leerkracht leerplichtambtenaar leraar lerares logopedist
    manager medewerker medewerkster mentor mentrix minister notaris officier opbouwwerker oppas
    orthopedagoog pastoor pedagoog penningmeester poh praktijkondersteuner projectleider
    psychiater psycholoog raadslid rechercheur rechter rector regisseur schoolleider
    schoonmoeder schoonvader secretaris staatssecretaris stiefmoeder stiefvader tandarts
    teamleider teamleidster therapeut tolk trainer verloskundige verpleegkundige voogd
    voorzitter vrijwilliger vrijwilligster werker werkster wethouder wijkagent wijkcoach
    wijkverpleegkundige zorgcoordinator
    """.split()
)
# What follows a role and is no name: a portfolio, a department.
ACHTER_ROL = frozenset(
    """
    ambulant beheer contractmanagement cultuur data domein gezin gezinnen gezondheid informatie
    inkomen inkoop jeugd kind kinderen klimaat kwaliteit leefbaarheid maatschappelijke maatschappij
    onderwijs onderzoek ouderen participatie passend preventie publieke ruimte ruimtelijke sport
    toegang uitvoering veiligheid volksgezondheid werk wonen zorg
    """.split()
)
GEEN_NAAM = frozenset(
    """
    al als april augustus beleid bij bsn bureau cbs centrum college corona daar daarna dan dat
    de december deze die dinsdag dit donderdag door dus een eerste en er extern februari
    financien gemeente ggd ggz haar had halt heeft het hier hij hoe hof huis huisarts huisartsen
    humanitas hun ijsselland ik in inspectie intern is ja januari jeugd jeugdbescherming
    jeugdhulp jeugdwet jeugdzorg jij jouw juli jullie juni kamer kan kbo kerst kon later leger
    maandag maar maart mbo mee mei met midden mijn ministerie na naar nederland nederlands
    nederlandse nee niet nji nog noord november nu of oktober om omdat ons onze ook oost op over
    overijssel pasen pgb pinksteren po politie proeftuin provincie raad rechtbank regio rijk sbb
    school september sinds sociaal sociale soms stichting te thuis tijdens toch toen tot travers
    tweede u uit uitvoering uw vaak van veilig verder vereniging vng vo voor vrijdag vroeger vws
    waar waarom wanneer want waren was wat we wel welzijn werd west wet wethouder wie wij wijk
    wijkteam wmo woensdag wordt zaterdag ze zij zijn zondag zonder zuid zwolle zwolse
    """.split()
)
